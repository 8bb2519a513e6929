package org.edos.physical.index.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Question;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.release.SignedCompositionXml;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.index.IndexReader;
import org.edos.physical.index.ReleaseSource;
import org.edos.physical.peer.Entries;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.peer.PeerRequest;
import org.edos.physical.peer.PeerStream;

/**
 * The index of a mirror or a publisher, for peers that hold none and for mirrors that copy it.
 * Every call may fail with {@link EdosException} (external) when all of the peers are away. Safe
 * for use by many threads.
 */
public final class HttpIndex implements IndexReader, ReleaseSource {
  private static final long MAX_LIST = 64L << 20;
  private static final long MAX_DOCUMENTS = 256L << 20;

  private final PeerHttp http;
  private final Entries entries;

  /** Asks one peer, at {@code http://host:port}. */
  public HttpIndex(PeerHttp http, URI entry) {
    this(http, new Entries(List.of(entry)));
  }

  /** Asks whichever of these answers. */
  public HttpIndex(PeerHttp http, Entries entries) {
    this.http = http;
    this.entries = entries;
  }

  @Override
  public List<PublishedRelease> releases() {
    return ask(
        "/api/v1/releases", MAX_LIST, json -> PeerJson.readList(json, PublishedRelease.class));
  }

  @Override
  public Optional<SignedComposition> composition(ReleaseId release) {
    return entries.ask(entry ->
        http.find(PeerRequest.get(entry.resolve(path(release) + "/composition")), MAX_DOCUMENTS)
            .map(answer -> SignedCompositionXml.read(answer.body())));
  }

  @Override
  public Optional<Document> document(UnitId unit) {
    return unit(unit, "/api/v1/units?id=" + encoded(unit.toString()));
  }

  @Override
  public Optional<Document> document(UnitId unit, Sha256 document) {
    String path = "/api/v1/units?id=" + encoded(unit.toString()) + "&document=" + document.hex();
    return unit(unit, path).filter(found -> found.sha256().equals(document));
  }

  private Optional<Document> unit(UnitId unit, String path) {
    return entries.ask(entry ->
        http.find(
                PeerRequest.get(entry.resolve(path)).with("Accept", "application/xml"),
                MAX_DOCUMENTS)
            .map(answer -> new Document(unit, answer.body())));
  }

  @Override
  public AnswerStream ask(Question question) {
    return new HttpAnswers(http, entries, question);
  }

  @Override
  public void documents(ReleaseId release, Consumer<Document> sink) {
    URI uri = entries.current().resolve(path(release) + "/documents");
    try (PeerStream stream = http.open(PeerRequest.get(uri))) {
      DocumentStream.read(new BufferedInputStream(stream.body(), 1 << 16), sink);
    } catch (IOException e) {
      throw EdosException.external(
          "the documents of " + release + " broke off (" + e.getMessage() + "); try again", e);
    }
  }

  private static String path(ReleaseId release) {
    return "/api/v1/releases/" + release.name() + "/" + release.version();
  }

  private <T> T ask(String path, long most, Function<byte[], T> read) {
    return entries.ask(
        entry -> read.apply(http.call(PeerRequest.get(entry.resolve(path)), most).body()));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
