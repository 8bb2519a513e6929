package org.edos.app.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.metadata.XmlWriter;

/**
 * A channel as feed readers read it (RFC 4287). What is told is the same on every peer, ids
 * included, so that a reader may change from one to another.
 */
final class AtomFeed {
  private AtomFeed() {}

  /** Where a channel's feed is. */
  static String path(String channel) {
    return "/channels/" + channel + "/feed.atom";
  }

  /** When the feed was last changed. */
  static Instant updated(Channel channel, List<ChannelEvent> newestFirst) {
    return newestFirst.isEmpty() ? channel.created() : newestFirst.getFirst().time();
  }

  /** The feed's bytes. */
  static byte[] of(Channel channel, List<ChannelEvent> newestFirst) {
    return XmlWriter.bytes(xml -> {
      xml.start("feed").attribute("xmlns", "http://www.w3.org/2005/Atom");
      xml.element("id", id(channel, "feed"));
      xml.element("title", "Channel " + channel.name());
      xml.elementIfAny("subtitle", channel.description());
      xml.element("updated", updated(channel, newestFirst).toString());
      xml.start("author").element("name", "Edos").end();
      link(xml, "self", path(channel.name()));
      newestFirst.forEach(event -> entry(xml, channel, event));
      xml.end();
    });
  }

  private static void entry(XmlWriter xml, Channel channel, ChannelEvent event) {
    xml.start("entry");
    xml.element("id", id(channel, Long.toString(event.id())));
    xml.element("title", title(event));
    xml.element("updated", event.time().toString());
    link(xml, "alternate", place(event));
    xml.start("category").attribute("term", event.kind().name().toLowerCase(Locale.ROOT)).end();
    xml.elementIfAny(
        "summary",
        new TreeMap<>(event.details())
            .entrySet().stream()
                .map(detail -> detail.getKey() + ": " + detail.getValue())
                .collect(Collectors.joining("\n")));
    xml.end();
  }

  private static void link(XmlWriter xml, String relation, String address) {
    xml.start("link").attribute("rel", relation).attribute("href", address).end();
  }

  private static String title(ChannelEvent event) {
    String what = event.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return what.substring(0, 1).toUpperCase(Locale.ROOT)
        + what.substring(1)
        + ": "
        + event.subject();
  }

  private static String place(ChannelEvent event) {
    return switch (event.kind()) {
      case RELEASE_PUBLISHED, RELEASE_UPDATED, CROWD_OPENED ->
          "/repo/" + encoded(event.subject()).replace("%40", "@") + "/";
      case UNIT_ADDED -> "/api/v1/units?id=" + encoded(event.subject());
      case RELEASE_UNPUBLISHED, UNIT_REMOVED ->
          "/api/v1/channels/" + event.channel() + "/events?cursor=" + (event.id() - 1) + "&limit=1";
    };
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A channel that is made anew under an old name has other ids. */
  private static String id(Channel channel, String part) {
    String name = "edos channel " + channel.name() + " of " + channel.created() + ": " + part;
    return "urn:uuid:" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }
}
