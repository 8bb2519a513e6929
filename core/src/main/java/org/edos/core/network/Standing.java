package org.edos.core.network;

import java.util.List;
import java.util.Optional;

/**
 * How a member's view of the index stands against the publisher's.
 *
 * @param member whose
 * @param consistent whether it sees the same releases with the same contents, and finds as many
 *     units; false while it has not said or the publisher has not
 * @param behind how many releases it has not seen that the publisher has made, by their numbers
 * @param eventsBehind how many events of channels it has not yet that the publisher has
 */
public record Standing(Member member, boolean consistent, long behind, long eventsBehind) {
  /** Every member's, in the same order. */
  public static List<Standing> of(List<Member> members) {
    Optional<MemberReport> publisher =
        members.stream().filter(Member::publisher).findFirst().flatMap(Member::report);
    return members.stream().map(member -> of(member, publisher)).toList();
  }

  private static Standing of(Member member, Optional<MemberReport> publisher) {
    if (publisher.isEmpty() || member.report().isEmpty()) {
      return new Standing(member, false, 0, 0);
    }
    MemberReport theirs = publisher.get();
    MemberReport its = member.report().get();
    boolean same = its.digest().equals(theirs.digest()) && its.units() == theirs.units();
    return new Standing(
        member,
        same,
        Math.max(0, theirs.number() - its.number()),
        Math.max(0, theirs.events() - its.events()));
  }
}
