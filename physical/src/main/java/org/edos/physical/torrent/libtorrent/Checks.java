package org.edos.physical.torrent.libtorrent;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.edos.physical.torrent.PieceCheck;
import org.edos.physical.torrent.libtorrent.Message.Sources;

/**
 * Hashing of files that an earlier process left, by a thread of its own ({@code torrent-check}), so
 * that the session's thread never waits for the disk. Of the session's thread.
 */
final class Checks {
  /** A torrent whose files have been looked through, and the pieces that are here. */
  record Checked(Beginning beginning, BitSet had) {}

  private record Done(Checked checked, AtomicBoolean cancelled) {}

  private final Map<String, AtomicBoolean> running = new HashMap<>();
  private final Map<String, List<Sources>> waiting = new HashMap<>();
  private final LinkedBlockingQueue<Done> done = new LinkedBlockingQueue<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("torrent-check").factory());

  /** Begins to look through the files. */
  void begin(Beginning beginning) {
    cancel(beginning.torrent().infoHash());
    var cancelled = new AtomicBoolean();
    running.put(beginning.torrent().infoHash(), cancelled);
    thread.execute(() -> {
      var had = (BitSet) beginning.had().clone();
      had.or(
          PieceCheck.right(
              beginning.torrent(), beginning.staged(), beginning.doubtful(), cancelled::get));
      done.add(new Done(new Checked(beginning, had), cancelled));
    });
  }

  /** Keeps further addresses for a torrent that joins later. */
  void fetchFrom(Sources sources) {
    if (running.containsKey(sources.infoHash())) {
      waiting.computeIfAbsent(sources.infoHash(), hash -> new ArrayList<>()).add(sources);
    }
  }

  /** What {@link #fetchFrom} has kept for a torrent; once. */
  List<Sources> takeSources(String infoHash) {
    var kept = waiting.remove(infoHash);
    return kept == null ? List.of() : kept;
  }

  /** Gives up looking through a torrent's files; says whether that was still going on. */
  boolean cancel(String infoHash) {
    waiting.remove(infoHash);
    var cancelled = running.remove(infoHash);
    if (cancelled != null) {
      cancelled.set(true);
    }
    return cancelled != null;
  }

  /** Those that have been looked through since the last call. */
  List<Checked> take() {
    var taken = new ArrayList<Checked>();
    for (var next = done.poll(); next != null; next = done.poll()) {
      if (!next.cancelled().get()) {
        running.remove(next.checked().beginning().torrent().infoHash());
        taken.add(next.checked());
      }
    }
    return taken;
  }
}
