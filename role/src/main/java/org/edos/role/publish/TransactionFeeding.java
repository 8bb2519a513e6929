package org.edos.role.publish;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.release.Composition;
import org.edos.core.release.Operation;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.UnitId;
import org.edos.physical.channel.ChannelLog;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.index.IndexReader;

/**
 * Tells channels what transactions give them, exactly once: what is to be told is noted, with the
 * number of the state that it belongs to, just before that becomes visible. A note whose state is
 * there is told by the next process, but for what was told already; one whose state is not never
 * took effect. The next state of a release waits until what the one before tells is told. Used
 * under the lock of {@link Publishing}.
 */
final class TransactionFeeding {
  private static final String PREFIX = "transaction/";
  private static final String NUMBER = "number";
  private static final String RELEASE = "release";
  private static final int PAGE = 1000;
  private static final int MOST_TOLD = 100_000;

  private static final String MADE = "made";

  /**
   * One event that is to be told.
   *
   * @param made whether its channel is made if it is not there: it was not there before, and
   *     whoever runs the publisher feeds it. Any other that is not there has been deleted since
   */
  private record Line(
      String channel, ChannelEvent.Kind kind, UnitId unit, Optional<Instant> date, boolean made) {
    String written() {
      return String.join(
          "\t",
          channel,
          kind.name(),
          unit.toString(),
          date.map(Instant::toString).orElse(""),
          made ? MADE : "");
    }

    static Line read(String text) {
      String[] parts = text.split("\t", -1);
      return new Line(
          parts[0],
          ChannelEvent.Kind.valueOf(parts[1]),
          UnitId.parse(parts[2]),
          parts[3].isEmpty() ? Optional.empty() : Optional.of(Instant.parse(parts[3])),
          parts[4].equals(MADE));
    }
  }

  private final DocumentStore documents;
  private final IndexReader index;
  private final ChannelLog channels;
  private final ChannelContents contents;
  private final Clock clock;

  TransactionFeeding(DocumentStore documents, IndexReader index, ChannelLog channels, Clock clock) {
    this.documents = documents;
    this.index = index;
    this.channels = channels;
    this.contents = new ChannelContents(channels);
    this.clock = clock;
  }

  /** Tells what an earlier process was to tell; what cannot be told now stays noted. */
  void completeAll() {
    for (String key : documents.keys(PREFIX)) {
      try {
        complete(key.substring(PREFIX.length()));
      } catch (EdosException e) {
        System.getLogger(TransactionFeeding.class.getName())
            .log(
                System.Logger.Level.ERROR,
                "channels are not told of " + key + " until the next change of it, or start",
                e);
      }
    }
  }

  /** Tells what was not told of a release's transaction before. */
  void complete(String name) {
    Optional<byte[]> noted = documents.get(PREFIX + name);
    if (noted.isEmpty()) {
      return;
    }
    String[] lines = new String(noted.get(), StandardCharsets.UTF_8).split("\n");
    long number = Long.parseLong(lines[0]);
    ReleaseId release = ReleaseId.current(name);
    boolean effective =
        index.releases().stream()
            .anyMatch(one -> one.id().equals(release) && one.number() == number);
    if (effective) {
      List<Line> left = new ArrayList<>();
      for (int i = 1; i < lines.length; i++) {
        left.add(Line.read(lines[i]));
      }
      tell(release, number, left, true);
    }
    documents.remove(PREFIX + name);
  }

  /**
   * Checks what is to be told.
   *
   * @param there the next state
   * @param missing what to do about channels that are not there
   * @return what {@link #note} takes
   * @throws EdosException not found if neither the next state nor another release has a unit, or a
   *     channel is not there that must be; usage if there are too many, or the channel is none to
   *     be fed
   */
  List<String> lines(List<Operation> feeds, Composition there, MissingChannels missing) {
    Map<String, Channel> known = known();
    Map<String, Set<UnitId>> within = within(feeds, known);
    Set<UnitId> units = new HashSet<>();
    there.entries().forEach(entry -> units.add(entry.unit()));
    there.collections().forEach(collection -> units.add(collection.id()));
    Set<String> lines = new LinkedHashSet<>();
    for (Operation feed : feeds) {
      switch (feed) {
        case Operation.Feed one -> {
          boolean made = !known.containsKey(one.channel());
          if (made && missing == MissingChannels.REFUSE) {
            throw EdosException.notFound(
                "there is no channel '%s'; whoever runs the publisher creates it: edos channel create"
                    .formatted(one.channel()));
          }
          for (UnitId unit : one.units()) {
            if (!units.contains(unit) && index.document(unit).isEmpty()) {
              throw EdosException.notFound(
                  "no release has " + unit + ", so no channel can tell of it");
            }
            lines.add(
                new Line(one.channel(), ChannelEvent.Kind.UNIT_ADDED, unit, one.date(), made)
                    .written());
          }
        }
        case Operation.Unfeed one -> {
          Set<UnitId> held = within.getOrDefault(one.channel(), Set.of());
          for (UnitId unit : one.units()) {
            if (held.contains(unit)) {
              lines.add(
                  new Line(one.channel(), ChannelEvent.Kind.UNIT_REMOVED, unit, one.date(), false)
                      .written());
            }
          }
        }
        default -> throw new IllegalArgumentException("feeds nothing: " + feed);
      }
    }
    if (lines.size() > MOST_TOLD) {
      throw EdosException.usage(
          "a transaction tells channels of at most %,d units".formatted(MOST_TOLD));
    }
    return List.copyOf(lines);
  }

  /** Of the units that are to leave channels, those that are in them. */
  private Map<String, Set<UnitId>> within(List<Operation> feeds, Map<String, Channel> known) {
    Map<String, List<UnitId>> leaving = new HashMap<>();
    for (Operation feed : feeds) {
      switch (feed) {
        case Operation.Feed one -> checkChannel(one.channel());
        case Operation.Unfeed one -> {
          checkChannel(one.channel());
          leaving.computeIfAbsent(one.channel(), first -> new ArrayList<>()).addAll(one.units());
        }
        default -> throw new IllegalArgumentException("feeds nothing: " + feed);
      }
    }
    Map<String, Set<UnitId>> within = new HashMap<>();
    leaving.forEach((name, units) ->
        Optional.ofNullable(known.get(name))
            .ifPresent(
                channel -> within.put(name, new HashSet<>(contents.within(channel, units)))));
    return within;
  }

  private static void checkChannel(String name) {
    Channel.checkName(name);
    if (name.equals(Channel.RELEASES)) {
      throw EdosException.usage("the channel '" + name + "' tells of releases alone; name another");
    }
  }

  private Map<String, Channel> known() {
    Map<String, Channel> known = new HashMap<>();
    channels.channels().forEach(channel -> known.put(channel.name(), channel));
    return known;
  }

  /** Notes what is to be told once this release is visible. */
  void note(PublishedRelease release, List<String> lines) {
    if (!lines.isEmpty()) {
      String text = release.number() + "\n" + String.join("\n", lines);
      documents.put(PREFIX + release.id().name(), text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Tells what was noted, now that the release is visible. */
  void tell(PublishedRelease release, List<String> lines) {
    if (!lines.isEmpty()) {
      tell(release.id(), release.number(), lines.stream().map(Line::read).toList(), false);
      documents.remove(PREFIX + release.id().name());
    }
  }

  private void tell(ReleaseId release, long number, List<Line> lines, boolean again) {
    Map<String, List<Line>> byChannel = new LinkedHashMap<>();
    lines.forEach(
        line -> byChannel.computeIfAbsent(line.channel(), first -> new ArrayList<>()).add(line));
    Map<String, Channel> known = known();
    byChannel.forEach((name, its) -> {
      if (!known.containsKey(name)) {
        if (its.stream().noneMatch(Line::made)) {
          return;
        }
        channels.create(new Channel(name, "units of " + release.name(), clock.instant()));
      }
      Set<String> told = again ? told(name, release, number) : Set.of();
      List<ChannelLog.Draft> drafts =
          its.stream()
              .filter(line -> !told.contains(line.kind() + " " + line.unit()))
              .map(line ->
                  new ChannelLog.Draft(
                      line.kind(), line.unit().toString(), details(release, number, line)))
              .toList();
      if (!drafts.isEmpty()) {
        channels.append(name, drafts);
      }
    });
  }

  private Set<String> told(String channel, ReleaseId release, long number) {
    Set<String> told = new HashSet<>();
    long seen = 0;
    for (List<ChannelEvent> page = channels.events(channel, seen, PAGE);
        !page.isEmpty();
        page = channels.events(channel, seen, PAGE)) {
      for (ChannelEvent event : page) {
        if (release.toString().equals(event.details().get(RELEASE))
            && Long.toString(number).equals(event.details().get(NUMBER))) {
          told.add(event.kind() + " " + event.subject());
        }
      }
      seen = page.getLast().id();
    }
    return told;
  }

  private Map<String, String> details(ReleaseId release, long number, Line line) {
    Map<String, String> details = new HashMap<>();
    details.put(RELEASE, release.toString());
    details.put(NUMBER, Long.toString(number));
    line.date().ifPresent(date -> details.put("date", date.toString()));
    if (line.kind() == ChannelEvent.Kind.UNIT_ADDED) {
      Optional<Document> document = index.document(line.unit());
      if (document.isPresent()) {
        switch (MetadataXml.read(document.get().xml())) {
          case PackageMetadata file -> {
            details.put("sha256", file.sha256().hex());
            details.put("size", Long.toString(file.size()));
          }
          case UtilityMetadata file -> {
            details.put("sha256", file.sha256().hex());
            details.put("size", Long.toString(file.size()));
          }
          default -> {
            // A collection has no bytes of its own.
          }
        }
      }
    }
    return details;
  }
}
