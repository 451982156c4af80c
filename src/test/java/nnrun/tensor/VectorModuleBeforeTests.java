package nnrun.tensor;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Makes the Vector API usable before the first test class is loaded, whichever that is.
public final class VectorModuleBeforeTests implements LauncherSessionListener {
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    VectorModule.load();
  }
}
