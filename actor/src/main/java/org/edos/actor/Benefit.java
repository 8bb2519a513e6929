package org.edos.actor;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.Via;
import org.edos.core.unit.Sha256;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.kept.Kept;
import org.edos.role.relay.Relayed;

/**
 * The gateway's account: what was given to apt and dnf, and where its bytes came from. A file that
 * was fetched ahead counts when it is given, and once as fetched; whoever gets it later got it from
 * the cache. Sums are written down now and then, and survive restarts. Safe for use by many
 * threads.
 */
public final class Benefit implements AutoCloseable {
  private static final String DOCUMENT = "gateway/benefit";
  private static final int RECENT = 50;
  private static final int MOST_OPEN = 10_000;
  private static final long SAVE_MILLIS = 5_000;

  private final DocumentStore documents;
  private final Clock clock;
  private final Map<Via, Long> bytes = new EnumMap<>(Via.class);
  private final Deque<GatewayStatus.GivenFile> recent = new ArrayDeque<>();
  private final Map<Sha256, Map<Via, Long>> fetched = bounded();
  private final Map<Sha256, List<String>> awaited = bounded();

  /** What was fetched lately: who asked before that, but reads after it, waits for no account. */
  private final Map<Sha256, Boolean> told = bounded();

  private final HourlyCounts history;
  private Instant since;
  private long files;
  private long savedAt;

  /** Goes on from what an earlier start wrote down. */
  public Benefit(DocumentStore documents, Clock clock) {
    this.documents = documents;
    this.clock = clock;
    this.since = clock.instant();
    this.savedAt = clock.millis();
    for (Via via : Via.values()) {
      bytes.put(via, 0L);
    }
    documents.get(DOCUMENT).ifPresent(this::load);
    this.history = new HourlyCounts(documents, DOCUMENT, Via.values().length);
  }

  private static <T> Map<Sha256, T> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Sha256, T> eldest) {
        return size() > MOST_OPEN;
      }
    };
  }

  /** A file was brought here, from these. */
  public synchronized void relayed(Relayed relayed) {
    if (relayed.bytes().keySet().stream().allMatch(Via.CACHE::equals)) {
      return;
    }
    told.put(relayed.file().sha256(), true);
    List<String> names = awaited.remove(relayed.file().sha256());
    if (names == null) {
      fetched.put(relayed.file().sha256(), relayed.bytes());
      return;
    }
    account(relayed.file(), names.getFirst(), relayed.bytes());
    names.subList(1, names.size()).forEach(name -> cached(relayed.file(), name));
  }

  /** A file is given that is here. */
  synchronized void given(KnownFile file, String name) {
    Map<Via, Long> sources = fetched.remove(file.sha256());
    if (sources == null) {
      cached(file, name);
    } else {
      account(file, name, sources);
    }
  }

  /** A file is given that is on its way: {@link #relayed} will tell from where. */
  synchronized void awaited(KnownFile file, String name) {
    if (told.containsKey(file.sha256())) {
      given(file, name);
      return;
    }
    awaited.computeIfAbsent(file.sha256(), id -> new ArrayList<>()).add(name);
  }

  private void cached(KnownFile file, String name) {
    account(file, name, Map.of(Via.CACHE, file.size()));
  }

  private void account(KnownFile file, String name, Map<Via, Long> sources) {
    files++;
    sources.forEach((via, count) -> bytes.merge(via, count, Long::sum));
    history.add(
        clock.instant(),
        Stream.of(Via.values()).mapToLong(via -> sources.getOrDefault(via, 0L)).toArray());
    recent.addFirst(new GatewayStatus.GivenFile(clock.instant(), name, file.size(), sources));
    if (recent.size() > RECENT) {
      recent.removeLast();
    }
    if (clock.millis() - savedAt >= SAVE_MILLIS) {
      save();
    }
  }

  /** Bytes given so far, by where they came from. */
  synchronized Map<Via, Long> bytes() {
    return Map.copyOf(bytes);
  }

  /** Files given so far. */
  synchronized long files() {
    return files;
  }

  /**
   * The account as it is now.
   *
   * @param repositories that are known
   * @param neighbours that are known
   */
  synchronized GatewayStatus status(
      List<GatewayStatus.Repository> repositories,
      List<GatewayStatus.Neighbour> neighbours,
      Kept kept) {
    return new GatewayStatus(
        since,
        files,
        bytes,
        List.copyOf(recent),
        repositories,
        neighbours,
        kept.ids().size(),
        kept.bytes());
  }

  /** What was given over time. */
  synchronized GatewayHistory history() {
    return new GatewayHistory(slots(history.hours()), slots(history.days()));
  }

  private static List<GatewayHistory.Slot> slots(List<HourlyCounts.Slot> all) {
    List<GatewayHistory.Slot> slots = new ArrayList<>();
    for (HourlyCounts.Slot slot : all) {
      Map<Via, Long> sources = new EnumMap<>(Via.class);
      for (Via via : Via.values()) {
        sources.put(via, slot.counts().get(via.ordinal()));
      }
      slots.add(new GatewayHistory.Slot(slot.from(), sources));
    }
    return slots;
  }

  private void save() {
    savedAt = clock.millis();
    history.save(clock.instant());
    StringBuilder text = new StringBuilder("since " + since.toEpochMilli() + "\nfiles " + files);
    bytes.forEach((via, count) -> text.append('\n').append(via).append(' ').append(count));
    documents.put(DOCUMENT, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void load(byte[] saved) {
    for (String line : new String(saved, StandardCharsets.UTF_8).split("\n", -1)) {
      String[] parts = line.split(" ", -1);
      long number =
          parts.length == 2 && parts[1].matches("[0-9]{1,18}") ? Long.parseLong(parts[1]) : 0;
      switch (parts[0]) {
        case "since" -> since = Instant.ofEpochMilli(number);
        case "files" -> files = number;
        default -> via(parts[0]).ifPresent(via -> bytes.put(via, number));
      }
    }
  }

  private static Optional<Via> via(String name) {
    return List.of(Via.values()).stream().filter(via -> via.name().equals(name)).findFirst();
  }

  /** Writes the sums down. */
  @Override
  public synchronized void close() {
    save();
  }
}
