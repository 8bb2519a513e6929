package org.edos.role.subscribe;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.channel.NewWebhook;
import org.edos.core.channel.Webhook;
import org.edos.core.channel.WebhookState;
import org.edos.core.metadata.SafeXml;
import org.edos.core.metadata.XmlWriter;
import org.edos.physical.document.DocumentStore;

/** The webhooks as they are written down. Safe for use by many threads. */
final class WebhookRecords {
  private static final String PREFIX = "webhook/";
  private static final SafeXml.Bounds BOUNDS = new SafeXml.Bounds(256 << 10, 4, 1_000, 8_192);

  /** A webhook with its secret and how far it was told. */
  record Kept(WebhookState state, String secret) {
    NewWebhook told() {
      return new NewWebhook(state.webhook(), secret);
    }
  }

  private final DocumentStore documents;

  WebhookRecords(DocumentStore documents) {
    this.documents = documents;
  }

  void save(Kept kept) {
    Webhook webhook = kept.state().webhook();
    documents.put(
        PREFIX + webhook.id(),
        XmlWriter.bytes(xml -> {
          xml.start("webhook")
              .attribute("id", webhook.id())
              .attribute("created", webhook.created().toString())
              .attribute("delivered", Long.toString(kept.state().delivered()))
              .attribute("failures", Integer.toString(kept.state().failures()))
              .attributeIfAny("next", kept.state().next().map(Instant::toString).orElse(""));
          xml.element("url", webhook.url().toString());
          xml.element("secret", kept.secret());
          xml.elementIfAny("error", kept.state().error().orElse(""));
          webhook.sortedChannels().forEach(channel -> xml.element("channel", channel));
          xml.end();
        }));
  }

  void forget(String id) {
    documents.remove(PREFIX + id);
  }

  /** All, the oldest first; what cannot be read is logged and left out. */
  List<Kept> all() {
    List<Kept> all = new ArrayList<>();
    for (String key : documents.keys(PREFIX)) {
      try {
        documents.get(key).ifPresent(document -> all.add(read(document)));
      } catch (EdosException e) {
        System.getLogger(WebhookRecords.class.getName())
            .log(System.Logger.Level.WARNING, "cannot take up " + key, e);
      }
    }
    all.sort((one, other) ->
        one.state().webhook().created().compareTo(other.state().webhook().created()));
    return all;
  }

  private static Kept read(byte[] document) {
    return SafeXml.read("a webhook", document, BOUNDS, "webhook", WebhookRecords::read);
  }

  private static Kept read(SafeXml xml) {
    String id = xml.required("id");
    Instant created = xml.instant("created");
    long delivered = xml.number("delivered");
    int failures = (int) xml.number("failures");
    Optional<Instant> next =
        Optional.of(xml.attribute("next")).filter(text -> !text.isEmpty()).map(Instant::parse);
    String url = "";
    String secret = "";
    String error = "";
    Set<String> channels = new HashSet<>();
    while (xml.child()) {
      switch (xml.name()) {
        case "url" -> url = xml.text();
        case "secret" -> secret = xml.text();
        case "error" -> error = xml.text();
        case "channel" -> channels.add(xml.text());
        default -> xml.skip();
      }
    }
    Webhook webhook = new Webhook(id, URI.create(url), channels, created);
    return new Kept(
        new WebhookState(
            webhook, delivered, failures, Optional.of(error).filter(e -> !e.isEmpty()), next),
        secret);
  }
}
