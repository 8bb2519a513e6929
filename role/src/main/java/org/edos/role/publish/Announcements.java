package org.edos.role.publish;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.UnitChange;
import org.edos.physical.channel.ChannelLog;
import org.edos.physical.index.IndexReader;

/**
 * What the channel of releases says. Each announcement carries its composition's number, so that
 * numbers grow also after everything was withdrawn. Used by one thread at a time.
 */
final class Announcements {
  private static final String COMPOSITION = "composition";
  private static final String NUMBER = "number";
  private static final String CROWD = "crowd";
  private static final Map<UnitChange.Kind, String> COUNTS =
      Map.of(
          UnitChange.Kind.ADDED, "added",
          UnitChange.Kind.REMOVED, "removed",
          UnitChange.Kind.PATCH, "patched",
          UnitChange.Kind.VERSION, "versioned");
  private static final int PAGE = 1000;

  private final ChannelLog channels;
  private final Map<ReleaseId, String> visible = new HashMap<>();
  private long highest;

  /** Reads what was announced before. */
  Announcements(ChannelLog channels) {
    this.channels = channels;
    long seen = 0;
    for (List<ChannelEvent> page = page(seen); !page.isEmpty(); page = page(seen)) {
      page.forEach(this::note);
      seen = page.getLast().id();
    }
  }

  private List<ChannelEvent> page(long after) {
    return channels.events(Channel.RELEASES, after, PAGE);
  }

  private void note(ChannelEvent event) {
    switch (event.kind()) {
      case RELEASE_PUBLISHED, RELEASE_UPDATED -> {
        visible.put(
            ReleaseId.parse(event.subject()), event.details().getOrDefault(COMPOSITION, ""));
        highest = Math.max(highest, Long.parseLong(event.details().getOrDefault(NUMBER, "0")));
      }
      case RELEASE_UNPUBLISHED -> visible.remove(ReleaseId.parse(event.subject()));
      case CROWD_OPENED, UNIT_ADDED, UNIT_REMOVED -> {
        // Nothing of what releases there are.
      }
    }
  }

  /** Announces whatever an earlier process did and died before it announced it. */
  void complete(IndexReader index) {
    List<PublishedRelease> releases = index.releases();
    Map<ReleaseId, String> gone = new HashMap<>(visible);
    releases.forEach(release -> gone.remove(release.id()));
    gone.keySet().forEach(this::withdrawn);
    for (PublishedRelease release : releases) {
      if (!release.composition().hex().equals(visible.get(release.id()))) {
        published(release, changes(index, release.id()), Optional.empty());
      }
    }
  }

  private static List<UnitChange> changes(IndexReader index, ReleaseId release) {
    return release.moves()
        ? index
            .composition(release)
            .map(signed -> CompositionXml.read(signed.xml()).newestChanges())
            .orElse(List.of())
        : List.of();
  }

  /** The highest number announced; 0 before the first. */
  long highestNumber() {
    return highest;
  }

  /** A release that was announced before is told to be updated. */
  void published(PublishedRelease release, List<UnitChange> changes, Optional<URI> crowd) {
    boolean updated = visible.containsKey(release.id());
    Map<String, String> details = new HashMap<>();
    details.put(COMPOSITION, release.composition().hex());
    details.put(NUMBER, Long.toString(release.number()));
    crowd.ifPresent(address -> details.put(CROWD, address.toString()));
    if (updated) {
      COUNTS.forEach((kind, name) -> details.put(name, Integer.toString(kind.in(changes))));
    }
    note(
        channels.append(
            Channel.RELEASES,
            updated ? ChannelEvent.Kind.RELEASE_UPDATED : ChannelEvent.Kind.RELEASE_PUBLISHED,
            release.id().toString(),
            details));
  }

  void withdrawn(ReleaseId release) {
    note(
        channels.append(
            Channel.RELEASES, ChannelEvent.Kind.RELEASE_UNPUBLISHED, release.toString(), Map.of()));
  }
}
