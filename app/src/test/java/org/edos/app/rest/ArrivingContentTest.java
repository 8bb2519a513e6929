package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.Random;
import org.edos.core.EdosException;
import org.edos.core.gateway.PartialContent;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.gateway.PieceSet;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentSource.Answer;
import org.edos.physical.content.ContentSource.Deadlines;
import org.edos.physical.content.ContentSource.Part;
import org.edos.physical.content.http.HttpContentSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is given of a content that is on its way, and what is asked for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArrivingContentTest {
  private static final int PIECE = PieceHashes.PIECE_BYTES;
  private static final Deadlines DEADLINES =
      new Deadlines(Duration.ofSeconds(10), Duration.ofSeconds(10), 0);

  private final byte[] bytes = new byte[3 * PIECE + 10];
  private Sha256 id;
  private TestPublisher daemon;

  /** The first two pieces and a little of the third. */
  private final class Begun implements PartialContent {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public PieceSet present() {
      return first(2);
    }

    @Override
    public Optional<InputStream> open(long from, long length) {
      return from + length > 2 * PIECE + 100
          ? Optional.empty()
          : Optional.of(new ByteArrayInputStream(bytes, (int) from, bytes.length - (int) from));
    }
  }

  @BeforeAll
  void begin(@TempDir Path folder) throws IOException {
    new Random(1).nextBytes(bytes);
    id = Sha256.of(bytes);
    daemon = new TestPublisher(folder);
  }

  @BeforeEach
  void arrives() {
    daemon.arriving.put(id, new Begun());
  }

  @AfterAll
  void close() {
    daemon.close();
  }

  private static PieceSet first(int count) {
    BitSet pieces = new BitSet();
    pieces.set(0, count);
    return PieceSet.of(pieces);
  }

  private Answer ask(int from, int length) {
    return new HttpContentSource(daemon.http)
        .ask(daemon.address, new Part(id, bytes.length, from, length), DEADLINES);
  }

  private HttpResponse<byte[]> get(String... headers) throws Exception {
    return daemon.get("/content/sha256/" + id, headers);
  }

  private static Optional<String> present(HttpResponse<byte[]> response) {
    return response.headers().firstValue(PieceSet.HEADER);
  }

  @Test
  void aPartThatIsHereIsGiven() throws Exception {
    HttpResponse<byte[]> response = get("Range", "bytes=" + PIECE + "-" + (2 * PIECE - 1));

    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.body()).isEqualTo(Arrays.copyOfRange(bytes, PIECE, 2 * PIECE));
    assertThat(response.headers().firstValue("etag")).contains("\"" + id + "\"");
    assertThat(response.headers().firstValue("content-range"))
        .contains("bytes " + PIECE + "-" + (2 * PIECE - 1) + "/" + bytes.length);
    assertThat(response.headers().firstValue("cache-control")).contains("no-store");
    assertThat(present(response)).contains(first(2).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-",
        "bytes=1048600-1048700",
        "bytes=-5",
        "bytes=0-1,5-6",
        "bytes=9999999-",
        "bytes=x",
        "pages=1-2"
      })
  void ofAnythingElseItIsSaidWhatIsHere(String range) throws Exception {
    HttpResponse<byte[]> response = get("Range", range);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(present(response)).contains(first(2).text());
  }

  @Test
  void theWholeAndWhatMayTurnIntoTheWholeAreNotGiven() throws Exception {
    assertThat(get().statusCode()).isEqualTo(404);
    assertThat(present(get())).contains(first(2).text());
    HttpResponse<byte[]> other = get("Range", "bytes=0-9", "If-Range", "\"other\"");
    assertThat(other.statusCode()).isEqualTo(404);
    HttpResponse<byte[]> head =
        daemon.send(
            daemon
                .request("/content/sha256/" + id, "Range", "bytes=0-9")
                .method("HEAD", BodyPublishers.noBody())
                .build());
    assertThat(head.statusCode()).isEqualTo(404);
    assertThat(present(head)).contains(first(2).text());
  }

  @Test
  void anotherDaemonUnderstandsBoth() throws IOException {
    assertThat(ask(PIECE, PIECE))
        .isInstanceOfSatisfying(
            Answer.Given.class,
            given -> {
              assertThat(given.bytes())
                  .hasBinaryContent(Arrays.copyOfRange(bytes, PIECE, 2 * PIECE));
              assertThat(given.arriving()).isTrue();
            });
    assertThat(ask(2 * PIECE, PIECE)).isEqualTo(new Answer.Arriving(first(2)));
    assertThat(ask(0, bytes.length)).isEqualTo(new Answer.Arriving(first(2)));
  }

  @Test
  void whatIsNotOnItsWayIsNotThere() throws Exception {
    daemon.arriving.clear();

    assertThat(get("Range", "bytes=0-9").statusCode()).isEqualTo(404);
    assertThat(present(get("Range", "bytes=0-9"))).isEmpty();
    assertThatThrownBy(() -> ask(0, PIECE))
        .isInstanceOfSatisfying(
            EdosException.class,
            e -> assertThat(e.category()).isEqualTo(EdosException.Category.NOT_FOUND));
  }
}
