package nnrun.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The program's front door.
@Command(
    name = "nnrun",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Trains feed-forward neural networks from one YAML file, with the same bytes everywhere.")
public final class Main implements Runnable {
  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String packed = Main.class.getPackage().getImplementationVersion();
      return new String[] {"nnrun " + (packed == null ? "(not from a jar)" : packed)};
    }
  }
}
