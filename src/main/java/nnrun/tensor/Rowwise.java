package nnrun.tensor;

/// Work on the rows of a matrix that do not depend on one another.
public final class Rowwise implements Op, Team.Work {
  /// What is done with each row for itself.
  @FunctionalInterface
  public interface Work {
    /// @param to the row behind the last
    void rows(int from, int to);
  }

  private final Team team;
  private final Matrix over;
  private final Work work;

  Rowwise(Team team, Matrix over, Work work) {
    this.team = team;
    this.over = over;
    this.work = work;
  }

  @Override
  public void run() {
    if (team.threads() > 1 && over.size() >= Engine.ALONE) {
      team.run(this);
    } else {
      work.rows(0, over.rows());
    }
  }

  @Override
  public void part(int part, int parts) {
    long rows = over.rows();
    work.rows((int) (rows * part / parts), (int) (rows * (part + 1) / parts));
  }
}
