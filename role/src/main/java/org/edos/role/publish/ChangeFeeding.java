package org.edos.role.publish;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.ReleaseUpdate;
import org.edos.core.release.UnitChange;
import org.edos.core.unit.UnitId;
import org.edos.physical.channel.ChannelLog;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.index.IndexReader;

/**
 * Tells channels what updates of moving releases changed. What is to be told is noted before the
 * update, so that a publisher that dies on the way tells the rest when it starts, and nothing
 * twice. Safe for use by many threads.
 */
public final class ChangeFeeding {
  private static final String PREFIX = "update/";
  private static final String NUMBER = "number";
  private static final int PAGE = 1000;

  private final DocumentStore documents;
  private final IndexReader index;
  private final ChannelLog channels;
  private final Clock clock;

  /** Tells what an earlier process was to tell. */
  public ChangeFeeding(
      DocumentStore documents, IndexReader index, ChannelLog channels, Clock clock) {
    this.documents = documents;
    this.index = index;
    this.channels = channels;
    this.clock = clock;
    documents.keys(PREFIX).forEach(key -> tellEarlier(key.substring(PREFIX.length())));
  }

  /** What cannot be told now stays noted until the next start or update. */
  private void tellEarlier(String name) {
    try {
      tell(name);
    } catch (EdosException e) {
      System.getLogger(ChangeFeeding.class.getName())
          .log(System.Logger.Level.WARNING, "the update of " + name + " is to be told later", e);
    }
  }

  /** Updates a moving release, and then tells a channel, which is made where it is missing. */
  public synchronized ReleaseUpdate feed(
      String name, String channel, Supplier<ReleaseUpdate> update) {
    Channel.checkName(channel);
    if (channel.equals(Channel.RELEASES)) {
      throw EdosException.usage(
          "the channel '" + channel + "' tells of releases alone; name another");
    }
    tell(name);
    long before = state(name).map(Composition::number).orElse(0L);
    documents.put(PREFIX + name, (channel + " " + before).getBytes(StandardCharsets.UTF_8));
    try {
      return update.get();
    } finally {
      tell(name);
    }
  }

  private Optional<Composition> state(String name) {
    return index
        .composition(ReleaseId.current(name))
        .map(signed -> CompositionXml.read(signed.xml()));
  }

  private void tell(String name) {
    Optional<byte[]> noted = documents.get(PREFIX + name);
    Optional<Composition> state = state(name);
    if (noted.isPresent() && state.isPresent()) {
      String[] parts = new String(noted.get(), StandardCharsets.UTF_8).split(" ");
      long before = Long.parseLong(parts[1]);
      List<UnitChange> changes =
          state.get().history().stream().filter(change -> change.number() > before).toList();
      if (state.get().number() > before) {
        tell(parts[0], state.get().id(), changes);
      }
    }
    documents.remove(PREFIX + name);
  }

  private void tell(String channel, ReleaseId release, List<UnitChange> changes) {
    if (channels.channels().stream().noneMatch(known -> known.name().equals(channel))) {
      channels.create(new Channel(channel, "packages of " + release.name(), clock.instant()));
    }
    Set<String> told = told(channel, release);
    for (UnitChange change : changes) {
      UnitId subject =
          change.after().or(() -> change.before().map(Composition.Entry::unit)).orElseThrow();
      if (!told.contains(change.number() + " " + subject)) {
        ChannelEvent.Kind kind =
            change.after().isPresent()
                ? ChannelEvent.Kind.UNIT_ADDED
                : ChannelEvent.Kind.UNIT_REMOVED;
        channels.append(channel, kind, subject.toString(), details(release, change));
      }
    }
  }

  private Set<String> told(String channel, ReleaseId release) {
    Set<String> told = new HashSet<>();
    long seen = 0;
    while (true) {
      List<ChannelEvent> page = channels.events(channel, seen, PAGE);
      if (page.isEmpty()) {
        return told;
      }
      for (ChannelEvent event : page) {
        if (release.toString().equals(event.details().get("release"))) {
          told.add(event.details().getOrDefault(NUMBER, "") + " " + event.subject());
        }
      }
      seen = page.getLast().id();
    }
  }

  private Map<String, String> details(ReleaseId release, UnitChange change) {
    Map<String, String> details = new HashMap<>();
    details.put("release", release.toString());
    details.put(NUMBER, Long.toString(change.number()));
    change
        .after()
        .flatMap(index::document)
        .map(document -> MetadataXml.read(document.xml()))
        .ifPresent(metadata -> {
          if (metadata instanceof PackageMetadata found) {
            details.put("sha256", found.sha256().hex());
            details.put("size", Long.toString(found.size()));
          }
        });
    if (change.after().isPresent() && change.before().isPresent()) {
      details.put("replaces", change.before().get().unit().toString());
      details.put("change", change.kind() == UnitChange.Kind.PATCH ? "patch" : "version");
    }
    return details;
  }
}
