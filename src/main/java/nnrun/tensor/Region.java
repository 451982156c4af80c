package nnrun.tensor;

import java.util.List;

/// Several operations in one piece of work for the team, so that its threads meet once and not once an operation.
final class Region implements Op, Team.Work {
  /// An operation that can be one of several.
  interface Member extends Op, Team.Work {
    /// Gets ready, on the calling thread, before any part is run.
    void prepare();

    /// Whether it is large enough to be cut at its greatest size. What is not is never asked again, since a small
    /// network shall not pay for the team.
    boolean large();

    /// Whether it is large enough to be cut now.
    boolean worth();

    /// Runs all of it on this thread.
    void whole();
  }

  private final Team team;
  private final Member[] members;
  private final boolean chain;
  private final boolean large;

  /// @param chain whether one needs what those before it make: then all are cut, and in the same places
  Region(Team team, List<Member> members, boolean chain) {
    this.team = team;
    this.members = members.toArray(Member[]::new);
    this.chain = chain;
    large = members.stream().anyMatch(Member::large);
  }

  @Override
  public void run() {
    if (!large) {
      for (Member member : members) {
        member.run(); // one call in place of three
      }
      return;
    }
    boolean worth = false;
    for (Member member : members) {
      member.prepare();
      worth |= member.worth();
    }
    if (worth) {
      team.run(this);
      return;
    }
    for (Member member : members) {
      member.whole();
    }
  }

  @Override
  public void part(int part, int parts) {
    for (int i = 0; i < members.length; i++) {
      Member member = members[i];
      if (chain || member.worth()) {
        member.part(part, parts);
      } else if (i % parts == part) {
        member.whole();
      }
    }
  }
}
