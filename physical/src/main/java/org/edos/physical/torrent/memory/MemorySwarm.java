package org.edos.physical.torrent.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The hub that engines of one process meet at, as peers do at a tracker. Safe for use by many
 * threads.
 */
public final class MemorySwarm {
  private final Map<String, List<Member>> members = new HashMap<>();
  private long changes;

  synchronized void join(Member member) {
    members.computeIfAbsent(member.infoHash(), hash -> new ArrayList<>()).add(member);
    changed();
  }

  synchronized void leave(Member member) {
    members.getOrDefault(member.infoHash(), new ArrayList<>()).remove(member);
    changed();
  }

  synchronized List<Member> others(Member member) {
    var others = new ArrayList<>(members.getOrDefault(member.infoHash(), List.of()));
    others.remove(member);
    return others;
  }

  /** Tells everyone who waits that there may be something new to fetch. */
  synchronized void changed() {
    changes++;
    notifyAll();
  }

  synchronized long changes() {
    return changes;
  }

  /** Waits until something changes after the given count of changes. */
  synchronized void awaitChange(long seen) throws InterruptedException {
    while (changes == seen) {
      wait();
    }
  }
}
