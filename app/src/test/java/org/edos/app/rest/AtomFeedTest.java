package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.app.rest.TestPublisher.text;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

final class AtomFeedTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private static ChannelEvent event(long id, String subject, Map<String, String> details) {
    return new ChannelEvent(
        "news", id, NOON.plusSeconds(id), ChannelEvent.Kind.UNIT_ADDED, subject, details);
  }

  private static Element read(byte[] feed) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(feed)).getDocumentElement();
  }

  private static List<String> values(Element feed, String element) {
    List<String> values = new ArrayList<>();
    var found = feed.getElementsByTagNameNS("http://www.w3.org/2005/Atom", element);
    for (int i = 0; i < found.getLength(); i++) {
      values.add(found.item(i).getTextContent());
    }
    return values;
  }

  @Test
  void whatHostileTextsSayIsTextAndNothingElse() throws Exception {
    Channel channel = new Channel("news", "]]> <b>&amp; \u0001", NOON);
    String hostile = "x</title><script>\"'&\uD800";
    Element feed =
        read(AtomFeed.of(channel, List.of(event(7, hostile, Map.of("release", hostile)))));

    assertThat(values(feed, "title"))
        .containsExactly("Channel news", "Unit added: x</title><script>\"'&\uFFFD");
    assertThat(values(feed, "subtitle")).containsExactly("]]> <b>&amp; \uFFFD");
    assertThat(values(feed, "script")).isEmpty();
    assertThat(values(feed, "updated"))
        .containsExactly("2026-01-02T12:00:07Z", "2026-01-02T12:00:07Z");
  }

  @Test
  void anEntryKeepsItsIdAndAnotherChannelHasOthers() throws Exception {
    Channel channel = new Channel("news", "", NOON);
    ChannelEvent first = event(1, "pkg:deb/debian/curl@1?arch=amd64", Map.of());
    List<String> before = values(read(AtomFeed.of(channel, List.of(first))), "id");
    List<String> after =
        values(
            read(AtomFeed.of(channel, List.of(event(2, "pkg:deb/debian/x@1", Map.of()), first))),
            "id");
    List<String> again =
        values(
            read(AtomFeed.of(new Channel("news", "", NOON.plusSeconds(9)), List.of(first))), "id");

    assertThat(after).containsAll(before).doesNotHaveDuplicates().hasSize(3);
    assertThat(again).doesNotContainAnyElementsOf(before);
  }

  @Test
  void aReaderThatAsksAgainIsToldOnlyOfNews(@TempDir Path folder) throws Exception {
    try (TestPublisher daemon = new TestPublisher(folder)) {
      daemon.publish("tools", "1");
      HttpResponse<byte[]> first = daemon.get("/channels/releases/feed.atom");
      String tag = first.headers().firstValue("ETag").orElseThrow();
      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(text(first)).contains("href=\"/repo/tools@1/\"");

      assertThat(daemon.get("/channels/releases/feed.atom", "If-None-Match", tag).statusCode())
          .isEqualTo(304);

      daemon.publish("tools", "2");
      HttpResponse<byte[]> second =
          daemon.get("/channels/releases/feed.atom", "If-None-Match", tag);
      assertThat(values(read(second.body()), "title"))
          .containsExactly(
              "Channel releases", "Release published: tools@2", "Release published: tools@1");
      assertThat(daemon.get("/channels/nowhere/feed.atom").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void theFeedOfAClosedChannelIsThereForWhoMayReadItAlone(@TempDir Path folder) throws Exception {
    try (TestPublisher daemon = new TestPublisher(folder)) {
      String closed = "{\"name\": \"advance\", \"rights\": {\"grants\": {}}}";
      daemon.call("POST", "/api/v1/channels", closed);
      String path = "/channels/advance/feed.atom";

      assertThat(daemon.get(path).statusCode()).isEqualTo(404);
      HttpResponse<byte[]> owners =
          daemon.get(path, "Authorization", "Bearer " + TestPublisher.TOKEN);
      assertThat(owners.statusCode()).isEqualTo(200);
      assertThat(owners.headers().firstValue("Cache-Control")).contains("private, no-cache");
    }
  }
}
