package org.edos.role.publish;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.edos.core.EdosException;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelChange;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Right;
import org.edos.core.channel.Rights;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.channel.ChannelLog;

/**
 * The publisher's work on channels, for whoever has the right to it. Who may not read a channel is
 * told that there is none. Safe for use by many threads.
 */
public final class Feeding {
  private static final int MOST_AT_ONCE = 10_000;

  /**
   * What feeding stands on, owned by the caller.
   *
   * @param documents gives a unit's document; not found where no release has the unit
   */
  public record Parts(ChannelLog channels, Function<UnitId, Document> documents, Clock clock) {}

  /**
   * A unit that is to be added.
   *
   * @param details besides those that its document gives; see {@link ChannelEvent.Kind#UNIT_ADDED}
   */
  public record Fed(UnitId unit, Map<String, String> details) {
    /** Copies the details. */
    public Fed {
      details = Map.copyOf(details);
    }

    /** A unit with nothing more to say of it. */
    public static Fed of(UnitId unit) {
      return new Fed(unit, Map.of());
    }
  }

  private final Parts parts;
  private final ChannelContents contents;

  /** Feeds these channels. */
  public Feeding(Parts parts) {
    this.parts = parts;
    this.contents = new ChannelContents(parts.channels());
  }

  /**
   * Does nothing for who may create channels.
   *
   * @throws EdosException refused for anybody else
   */
  public static void requireCreation(Caller caller) {
    if (!caller.actsForOwner(Right.ADMINISTER)) {
      throw EdosException.refused(
          "channels are created by whoever runs the publisher; ask them for one, and for the right"
              + " to administer it");
    }
  }

  /**
   * Does nothing for who has a right to a channel.
   *
   * @throws EdosException not found if there is none that the caller may read; refused if the
   *     caller has not this right
   */
  public void require(Caller caller, String name, Right right) {
    allowed(caller, name, right);
  }

  /**
   * Creates a channel.
   *
   * @throws EdosException refused if the caller does not run this publisher; usage if there is one
   *     of that name
   */
  public Channel create(Caller caller, String name, String description, Rights rights) {
    requireCreation(caller);
    Channel channel = new Channel(name, description, parts.clock().instant(), rights);
    parts.channels().create(channel);
    return channel;
  }

  /**
   * Changes a channel's description and rights.
   *
   * @return the channel as the caller may see it afterwards
   * @throws EdosException not found if there is none that the caller may read; refused if the
   *     caller may not administer it; usage if anybody could no longer read the channel of releases
   */
  public Channel change(Caller caller, String name, ChannelChange change) {
    Channel channel = change.of(allowed(caller, name, Right.ADMINISTER));
    if (name.equals(Channel.RELEASES) && !channel.rights().isPublic()) {
      throw EdosException.usage(
          "the channel '" + name + "' is for everybody: every peer lives by it");
    }
    parts.channels().change(channel);
    return channel.seenBy(caller);
  }

  /** Deletes a channel with all that it told; fails like {@link #change}. */
  public void delete(Caller caller, String name) {
    allowed(caller, name, Right.ADMINISTER);
    parts.channels().delete(name);
  }

  /**
   * Tells a channel's subscribers of units. One that is in it already is told of again, and counts
   * as having come in now.
   *
   * @throws EdosException not found if there is no such channel that the caller may read, or no
   *     release has one of the units; refused if the caller may not feed it
   */
  public List<ChannelEvent> add(Caller caller, String name, List<Fed> units) {
    fed(caller, name, units.size());
    List<ChannelLog.Draft> drafts =
        units.stream()
            .map(fed ->
                new ChannelLog.Draft(
                    ChannelEvent.Kind.UNIT_ADDED, fed.unit().toString(), details(fed)))
            .toList();
    return parts.channels().append(name, drafts);
  }

  private Map<String, String> details(Fed fed) {
    Map<String, String> details = new HashMap<>();
    switch (MetadataXml.read(parts.documents().apply(fed.unit()).xml())) {
      case PackageMetadata file -> note(details, file.sha256(), file.size());
      case UtilityMetadata file -> note(details, file.sha256(), file.size());
      default -> {
        // A collection has no bytes of its own.
      }
    }
    details.putAll(fed.details());
    return details;
  }

  private static void note(Map<String, String> details, Sha256 content, long size) {
    details.put("sha256", content.hex());
    details.put("size", Long.toString(size));
  }

  /**
   * Tells a channel's subscribers that units left it; those that are not in it are passed over.
   *
   * @throws EdosException not found if there is no such channel that the caller may read; refused
   *     if the caller may not feed it
   */
  public List<ChannelEvent> remove(Caller caller, String name, List<UnitId> units) {
    Channel channel = fed(caller, name, units.size());
    List<ChannelLog.Draft> drafts =
        contents.within(channel, units).stream()
            .distinct()
            .map(unit ->
                new ChannelLog.Draft(ChannelEvent.Kind.UNIT_REMOVED, unit.toString(), Map.of()))
            .toList();
    return parts.channels().append(name, drafts);
  }

  private Channel fed(Caller caller, String name, int units) {
    if (units > MOST_AT_ONCE) {
      throw EdosException.usage("at most " + MOST_AT_ONCE + " units at once");
    }
    Channel channel = allowed(caller, name, Right.FEED);
    if (name.equals(Channel.RELEASES)) {
      throw EdosException.refused(
          "the channel '"
              + name
              + "' tells of releases alone, as they are published; feed another channel");
    }
    return channel;
  }

  private Channel allowed(Caller caller, String name, Right right) {
    Channel channel =
        parts.channels().channels().stream()
            .filter(one -> one.name().equals(name) && one.allows(caller, Right.READ))
            .findFirst()
            .orElseThrow(() ->
                EdosException.notFound(
                    "there is no channel '" + name + "'; edos channel list shows those there are"));
    if (!channel.allows(caller, right)) {
      String word = right.name().toLowerCase(Locale.ROOT);
      throw EdosException.refused(
          "you may not %s the channel '%s'; whoever administers it gives that right: edos channel"
                  .formatted(word, name)
              + " grant %s %s GRANTEE".formatted(name, word));
    }
    return channel;
  }
}
