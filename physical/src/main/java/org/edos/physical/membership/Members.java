package org.edos.physical.membership;

import java.util.List;
import org.edos.core.EdosException;
import org.edos.core.network.Member;
import org.edos.core.network.MemberReport;

/** The members of the indexing network. Safe for use by many threads. */
public interface Members {
  /**
   * Every member, the publisher first and the others by name.
   *
   * @throws EdosException (external) if whoever knows is away
   */
  List<Member> list();

  /** Tells the others how this member is. Whoever is no member says nothing. */
  void report(MemberReport report);

  /**
   * Takes a member out of the network for good: what it held is copied to others.
   *
   * @throws EdosException not found if there is no such member; refused if it is the one that
   *     publishes, or this peer may not
   */
  void retire(String name);

  /** No network: nobody is a member. */
  static Members none() {
    return new Members() {
      @Override
      public List<Member> list() {
        return List.of();
      }

      @Override
      public void report(MemberReport report) {
        // Nobody listens.
      }

      @Override
      public void retire(String name) {
        throw EdosException.notFound("there is no indexing network here, and so no member " + name);
      }
    };
  }
}
