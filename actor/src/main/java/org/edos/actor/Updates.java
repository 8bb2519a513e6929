package org.edos.actor;

import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.release.Composition;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.ReleaseUpdate;
import org.edos.core.release.UnitChange;
import org.edos.core.release.UpdateRequest;
import org.edos.core.unit.UnitId;
import org.edos.physical.channel.ChannelLog;
import org.edos.physical.index.IndexReader;
import org.edos.role.publish.PublishEvent;
import org.edos.role.publish.Publishing;

/** The publisher's moving releases. Safe for use by many threads. */
public final class Updates {
  private final Publishing publishing;
  private final IndexReader index;
  private final ChannelLog channels;
  private final Clock clock;
  private final Consumer<PublishEvent> told;

  Updates(
      Publishing publishing,
      IndexReader index,
      ChannelLog channels,
      Clock clock,
      Consumer<PublishEvent> told) {
    this.publishing = publishing;
    this.index = index;
    this.channels = channels;
    this.clock = clock;
    this.told = told;
  }

  /**
   * Gives a moving release its next state; progress is told in the publisher's events.
   *
   * @param channel is told of every package that came, went or changed; made where it is missing
   * @throws EdosException see {@link Publishing#update}
   */
  public ReleaseUpdate update(UpdateRequest request, Optional<String> channel) {
    channel.ifPresent(Channel::checkName);
    Function<ReleaseId, Optional<URI>> noCrowd = release -> Optional.empty();
    ReleaseUpdate update = publishing.update(request, noCrowd, told);
    channel.ifPresent(name -> feed(name, update));
    return update;
  }

  /**
   * Publishes the current state of a moving release under a version of its own.
   *
   * @param version empty for the next whole number
   * @throws EdosException see {@link Publishing#freeze}
   */
  public PublishedRelease freeze(String name, Optional<String> version) {
    return publishing.freeze(name, version, told);
  }

  private void feed(String channel, ReleaseUpdate update) {
    if (channels.channels().stream().noneMatch(known -> known.name().equals(channel))) {
      String name = update.release().id().name();
      channels.create(new Channel(channel, "packages of " + name, clock.instant()));
    }
    update.changes().forEach(change -> feed(channel, update.release().id(), change));
  }

  private void feed(String channel, ReleaseId release, UnitChange change) {
    if (change.after().isEmpty()) {
      String gone = change.before().map(entry -> entry.unit().toString()).orElse("");
      channels.append(
          channel, ChannelEvent.Kind.UNIT_REMOVED, gone, Map.of("release", release.toString()));
      return;
    }
    UnitId unit = change.after().get();
    Map<String, String> details = new HashMap<>();
    details.put("release", release.toString());
    index
        .document(unit)
        .map(document -> MetadataXml.read(document.xml()))
        .ifPresent(metadata -> {
          if (metadata instanceof PackageMetadata found) {
            details.put("sha256", found.sha256().hex());
            details.put("size", Long.toString(found.size()));
          }
        });
    change
        .before()
        .map(Composition.Entry::unit)
        .ifPresent(before -> {
          details.put("replaces", before.toString());
          details.put("change", change.kind() == UnitChange.Kind.PATCH ? "patch" : "version");
        });
    channels.append(channel, ChannelEvent.Kind.UNIT_ADDED, unit.toString(), details);
  }
}
