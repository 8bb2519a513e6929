package org.edos.role.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.edos.physical.upstream.UpstreamAnswer;
import org.junit.jupiter.api.Test;

/** What of an origin's refusal is passed on. */
class OriginRefusalTest {
  private static final int MOST = 64 << 10;

  private static OriginRefusal refusal(InputStream body, Map<String, String> headers) {
    Map<String, List<String>> all = new TreeMap<>();
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    return OriginRefusal.of(
        new UpstreamAnswer(URI.create("http://127.0.0.1/file"), 404, all, body));
  }

  private static InputStream bytes(int count) {
    return new ByteArrayInputStream(new byte[count]);
  }

  @Test
  void aWholeBodyIsPassedOnAsItIs() {
    for (int size : new int[] {0, 10, MOST}) {
      Map<String, String> headers = Map.of("content-length", "" + size, "etag", "\"a\"");

      OriginRefusal refusal = refusal(bytes(size), headers);

      assertThat(refusal.body()).hasSize(size);
      assertThat(refusal.headers())
          .containsEntry("etag", List.of("\"a\""))
          .containsEntry("content-length", List.of("" + size));
    }
  }

  @Test
  void aLongBodyIsCutAndItsHeadersSpeakOfWhatIsLeft() {
    Map<String, String> headers =
        Map.of("content-length", "70000", "etag", "\"a\"", "content-type", "text/html");

    OriginRefusal refusal = refusal(bytes(70_000), headers);

    assertThat(refusal.body()).hasSize(MOST);
    assertThat(refusal.headers())
        .isEqualTo(
            Map.of("content-length", List.of("" + MOST), "content-type", List.of("text/html")));
  }

  @Test
  void halfOfAnEncodedBodyIsWorthNothing() {
    OriginRefusal refusal = refusal(bytes(70_000), Map.of("content-encoding", "gzip"));

    assertThat(refusal.body()).isEmpty();
    assertThat(refusal.headers()).isEqualTo(Map.of("content-length", List.of("0")));
  }

  @Test
  void aBodyThatBreaksIsNone() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("cut");
          }
        };

    OriginRefusal refusal = refusal(broken, Map.of("content-length", "100"));

    assertThat(refusal.body()).isEmpty();
    assertThat(refusal.headers()).isEqualTo(Map.of("content-length", List.of("0")));
  }
}
