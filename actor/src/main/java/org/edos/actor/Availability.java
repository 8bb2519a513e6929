package org.edos.actor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.edos.core.EdosException;
import org.edos.core.network.Member;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.membership.Members;
import org.edos.role.OwnerThread;

/**
 * Looks every minute who of the indexing network is there, and keeps count. Runs on one thread,
 * {@code edos-availability}; safe for use by many.
 */
final class Availability implements AutoCloseable {
  private static final String PREFIX = "availability/";
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final Members members;
  private final DocumentStore documents;
  private final Clock clock;
  private final Map<String, HourlyCounts> counts = new TreeMap<>();
  private final OwnerThread owner = new OwnerThread("edos-availability");

  Availability(Members members, DocumentStore documents, Clock clock) {
    this.members = members;
    this.documents = documents;
    this.clock = clock;
    owner.every(PERIOD, this::look);
  }

  /** Looks now; whoever is a member no longer is forgotten. */
  void look() {
    try {
      note(members.list(), clock.instant());
    } catch (EdosException e) {
      // The network is not whole at the moment: who is away cannot be told.
      System.getLogger(Availability.class.getName())
          .log(System.Logger.Level.DEBUG, "did not look: {0}", e.getMessage());
    }
  }

  private synchronized void note(List<Member> all, Instant now) {
    Set<String> names = new HashSet<>();
    for (Member member : all) {
      if (!member.publisher()) {
        names.add(member.name());
        HourlyCounts its =
            counts.computeIfAbsent(
                member.name(), name -> new HourlyCounts(documents, PREFIX + name, 2));
        its.add(now, 1, member.online() ? 1 : 0);
        its.save(now);
      }
    }
    for (String name : Set.copyOf(counts.keySet())) {
      if (!names.contains(name)) {
        counts.remove(name);
        HourlyCounts.forget(documents, PREFIX + name);
      }
    }
  }

  /** Every member's, by name. */
  synchronized List<MemberAvailability> list() {
    return counts.entrySet().stream()
        .map(entry ->
            new MemberAvailability(
                entry.getKey(), slots(entry.getValue().hours()), slots(entry.getValue().days())))
        .toList();
  }

  private static List<MemberAvailability.Slot> slots(List<HourlyCounts.Slot> all) {
    return all.stream()
        .map(slot ->
            new MemberAvailability.Slot(
                slot.from(), slot.counts().getFirst(), slot.counts().getLast()))
        .toList();
  }

  @Override
  public void close() {
    owner.close();
  }
}
