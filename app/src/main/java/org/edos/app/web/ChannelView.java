package org.edos.app.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edos.actor.Peer;
import org.edos.actor.Publisher;
import org.edos.app.web.ChannelsView.SubscriptionRow;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelDescription;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Grantee;
import org.edos.core.channel.Right;
import org.edos.core.channel.Subscription;
import org.edos.core.network.Scope;

/**
 * What the page of a channel shows, as it is at one moment.
 *
 * @param freshness how new it is here, in words; empty where nothing is known
 * @param open whether anybody reads it
 * @param events how many it has told
 * @param units how many are in it
 * @param shown some of these
 * @param moreUnits the place from which the next of them are; 0 where there are none
 * @param told some of its events, the newest first
 * @param interests how many subscriptions are told from this peer now
 * @param rights who may do what, those who may most first
 * @param names users and groups that are known
 * @param subscriptions this peer's to this channel
 * @param may what the visitor may do
 * @param place which part of it all is shown
 */
public record ChannelView(
    String name,
    String description,
    String freshness,
    boolean open,
    long events,
    int units,
    List<Unit> shown,
    long moreUnits,
    List<Event> told,
    int interests,
    List<Grant> rights,
    List<String> names,
    List<SubscriptionRow> subscriptions,
    May may,
    Place place) {
  private static final int EVENTS = 50;
  private static final int UNITS = 100;

  /**
   * Which part is shown.
   *
   * @param before the events before this one
   * @param units those that came in with events after this one
   */
  public record Place(long before, long units) {
    /** The address's query of this place; empty for the usual one. */
    public String query() {
      List<String> parts = new ArrayList<>();
      if (before != Long.MAX_VALUE) {
        parts.add("before=" + before);
      }
      if (units > 0) {
        parts.add("units=" + units);
      }
      return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }
  }

  /**
   * What the visitor may do.
   *
   * @param read see what is the owner's own
   * @param feed add units and take them out
   * @param administer change rights and delete
   * @param subscribe subscribe this peer
   */
  public record May(boolean read, boolean feed, boolean administer, boolean subscribe) {}

  /** A unit that is in the channel. */
  public record Unit(String id, String name, String since) {}

  /**
   * Something that it told.
   *
   * @param what in words
   * @param subject the unit or release
   * @param link the page of that; empty where it has none
   */
  public record Event(long id, String when, String what, String subject, String link) {}

  /**
   * A right that somebody has.
   *
   * @param removable whether it can be taken away
   */
  public record Grant(String grantee, String right, boolean removable) {}

  static ChannelView of(Peer peer, Visit visit, String name, Place place, Instant now) {
    Caller caller = visit.caller();
    ChannelDescription found = peer.channels().describe(caller, name, place.units(), UNITS);
    Channel channel = found.channel();
    long last = Math.min(found.events(), place.before() - 1);
    List<ChannelEvent> told =
        last <= 0
            ? List.of()
            : peer.channels().events(caller, name, Math.max(0, last - EVENTS), EVENTS).stream()
                .filter(event -> event.id() <= last)
                .toList()
                .reversed();
    boolean full = found.units().size() >= UNITS;
    return new ChannelView(
        channel.name(),
        channel.description(),
        peer.freshness().report(caller).channels().stream()
            .filter(view -> view.channel().equals(name))
            .findFirst()
            .map(view -> ChannelsView.words(view, now))
            .orElse(""),
        channel.rights().isPublic(),
        found.events(),
        found.total(),
        found.units().stream().map(unit -> unit(unit, now)).toList(),
        full ? found.units().getLast().event() : 0,
        told.stream().map(event -> event(event, now)).toList(),
        peer.channels().interests(name),
        rights(channel),
        visit.mayAdminister() ? names(peer) : List.of(),
        visit.mayRead()
            ? peer.channels().subscriptions().stream()
                .filter(one -> one.channel().equals(name))
                .map(SubscriptionRow::of)
                .toList()
            : List.of(),
        may(peer, visit, channel),
        place);
  }

  private static Unit unit(ChannelDescription.Within unit, Instant now) {
    return new Unit(unit.unit().toString(), unit.unit().toString(), Words.ago(unit.since(), now));
  }

  private static Event event(ChannelEvent event, Instant now) {
    return new Event(
        event.id(),
        Words.ago(event.time(), now),
        Words.of(event.kind()),
        event.subject(),
        link(event));
  }

  /** The page of what an event is about; empty where it has none any more. */
  static String link(ChannelEvent event) {
    return switch (event.kind()) {
      case RELEASE_PUBLISHED, RELEASE_UPDATED -> release("/releases/", event.subject());
      case CROWD_OPENED -> release("/crowds/", event.subject());
      case UNIT_ADDED, UNIT_REMOVED -> "/unit?id=" + Words.encoded(event.subject());
      case RELEASE_UNPUBLISHED -> "";
    };
  }

  static String release(String place, String release) {
    String[] parts = release.split("@", 2);
    return parts.length < 2 ? "" : place + Words.encoded(parts[0]) + "/" + Words.encoded(parts[1]);
  }

  private static List<Grant> rights(Channel channel) {
    return channel.rights().grants().entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<Grantee, Right>, Right>comparing(Map.Entry::getValue)
                .reversed()
                .thenComparing(entry -> entry.getKey().toString()))
        .map(entry ->
            new Grant(
                entry.getKey().toString(),
                Words.of(entry.getValue()),
                !(channel.name().equals(Channel.RELEASES)
                    && entry.getKey() instanceof Grantee.Anybody)))
        .toList();
  }

  private static List<String> names(Peer peer) {
    return peer.users().list().stream()
        .flatMap(user -> Stream.concat(Stream.of(user.name()), user.groups().stream()))
        .distinct()
        .sorted()
        .toList();
  }

  /** Elsewhere than at the publisher it is this daemon's key that must have a right. */
  private static May may(Peer peer, Visit visit, Channel channel) {
    boolean here = peer instanceof Publisher;
    return new May(
        visit.mayRead(),
        (here || given(channel, Right.FEED)) && visit.may(new Scope.Feed(channel.name())),
        (here || given(channel, Right.ADMINISTER)) && visit.mayAdminister(),
        visit.mayAdminister());
  }

  private static boolean given(Channel channel, Right right) {
    return channel.rights().grants().values().stream().anyMatch(one -> one.includes(right));
  }

  /** A subscription in words. */
  static String words(Subscription one) {
    String action =
        switch (one.action()) {
          case NOTIFY -> "notify";
          case DOWNLOAD -> "download";
          case RUN -> "run the hook";
        };
    return action
        + " "
        + one.every().map(time -> "every " + time(time)).orElse("at once")
        + (one.filter().isEmpty() ? "" : " of what matches " + one.filter());
  }

  /** A time as forms and commands take it. */
  static String time(Duration time) {
    long seconds = Math.max(1, time.toSeconds());
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  /** What may be done by whoever has a right, in words. */
  public static Map<String, String> rightsInWords() {
    return Arrays.stream(Right.values())
        .collect(
            Collectors.toMap(
                Words::of,
                right ->
                    switch (right) {
                      case READ -> "read";
                      case FEED -> "read, add and remove units";
                      case ADMINISTER -> "do all, rights and deletion too";
                    },
                (one, other) -> one,
                LinkedHashMap::new));
  }

  /** The least number of an event shown, before which older ones are. */
  public long first() {
    return told.isEmpty() ? 0 : told.getLast().id();
  }

  /** Whether there are newer events than those shown. */
  public boolean hasNewer() {
    return !told.isEmpty() && told.getFirst().id() < events;
  }
}
