package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.app.rest.TestPublisher.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.edos.core.release.Composition;
import org.edos.core.release.PublishedRelease;
import org.edos.core.unit.Content;
import org.edos.core.unit.PackageId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FilesOverHttpTest {
  private TestPublisher daemon;
  private PublishedRelease release;
  private Composition.Entry deb;
  private byte[] bytes;

  @BeforeAll
  void publish(@TempDir Path folder) throws IOException {
    daemon = new TestPublisher(folder);
    daemon.publish("tools", "1");
    release = daemon.publish("tools", "2");
    deb =
        daemon.publisher.composition(release.id()).entries().stream()
            .filter(entry -> entry.unit() instanceof PackageId)
            .findFirst()
            .orElseThrow();
    Content content = daemon.publisher.content(deb.sha256()).orElseThrow();
    try (InputStream in = content.open(0)) {
      bytes = in.readAllBytes();
    }
  }

  @AfterAll
  void close() {
    daemon.close();
  }

  private String contentPath() {
    return "/content/sha256/" + deb.sha256();
  }

  private String repoPath() {
    return "/repo/tools/" + deb.path();
  }

  @Test
  void aContentIsGivenWholeWithItsHashAsTag() throws Exception {
    HttpResponse<byte[]> response = daemon.get(contentPath());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(bytes);
    assertThat(response.headers().firstValue("etag")).contains("\"" + deb.sha256() + "\"");
    assertThat(response.headers().firstValue("accept-ranges")).contains("bytes");
    assertThat(response.headers().firstValueAsLong("content-length")).hasValue(bytes.length);
  }

  @Test
  void headSaysWhatGetSaysWithoutTheBytes() throws Exception {
    HttpResponse<byte[]> get = daemon.get(repoPath());
    HttpResponse<byte[]> head =
        daemon.send(daemon.request(repoPath()).method("HEAD", BodyPublishers.noBody()).build());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String header :
        new String[] {"content-length", "etag", "last-modified", "content-type", "accept-ranges"}) {
      assertThat(head.headers().allValues(header))
          .as(header)
          .isEqualTo(get.headers().allValues(header));
    }
  }

  @Test
  void headOfWhatIsNotThereSaysSo() throws Exception {
    HttpRequest head =
        daemon.request("/repo/tools/no-such").method("HEAD", BodyPublishers.noBody()).build();
    assertThat(daemon.send(head).statusCode()).isEqualTo(404);
  }

  @Test
  void oneRangeIsGivenAlone() throws Exception {
    HttpResponse<byte[]> response = daemon.get(contentPath(), "Range", "bytes=5-14");
    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.headers().firstValue("content-range"))
        .contains("bytes 5-14/" + bytes.length);
    assertThat(response.body()).isEqualTo(Arrays.copyOfRange(bytes, 5, 15));
  }

  @Test
  void severalRangesAreGivenAsParts() throws Exception {
    HttpResponse<byte[]> response = daemon.get(contentPath(), "Range", "bytes=0-3,-2");
    assertThat(response.statusCode()).isEqualTo(206);
    String type = response.headers().firstValue("content-type").orElseThrow();
    assertThat(type).startsWith("multipart/byteranges; boundary=");
    String boundary = type.substring(type.indexOf('=') + 1);
    String head =
        "\r\n--" + boundary + "\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes ";
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    int size = bytes.length;
    assertThat(new String(response.body(), StandardCharsets.ISO_8859_1))
        .isEqualTo(
            head
                + "0-3/"
                + size
                + "\r\n\r\n"
                + all.substring(0, 4)
                + head
                + (size - 2)
                + "-"
                + (size - 1)
                + "/"
                + size
                + "\r\n\r\n"
                + all.substring(size - 2)
                + "\r\n--"
                + boundary
                + "--\r\n");
    assertThat(response.headers().firstValueAsLong("content-length"))
        .hasValue(response.body().length);
  }

  @Test
  void aRangePastTheEndIsRefusedWithTheSize() throws Exception {
    HttpResponse<byte[]> response =
        daemon.get(contentPath(), "Range", "bytes=" + bytes.length + "-");
    assertThat(response.statusCode()).isEqualTo(416);
    assertThat(response.headers().firstValue("content-range")).contains("bytes */" + bytes.length);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void aRangeHoldsOnlyForTheFileThatIfRangeNames() throws Exception {
    String date = daemon.get(repoPath()).headers().firstValue("last-modified").orElseThrow();
    String tag = "\"" + deb.sha256() + "\"";
    assertThat(daemon.get(repoPath(), "Range", "bytes=1-", "If-Range", tag).statusCode())
        .isEqualTo(206);
    assertThat(daemon.get(repoPath(), "Range", "bytes=1-", "If-Range", date).statusCode())
        .isEqualTo(206);
    assertThat(daemon.get(repoPath(), "Range", "bytes=1-", "If-Range", "\"other\"").statusCode())
        .isEqualTo(200);
    assertThat(daemon.get(repoPath(), "Range", "bytes=1-", "If-Range", "W/" + tag).statusCode())
        .isEqualTo(200);
    assertThat(
            daemon
                .get(repoPath(), "Range", "bytes=1-", "If-Range", "Thu, 01 Jan 1970 00:00:00 GMT")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void whatTheCallerHasIsNotSentAgain() throws Exception {
    String date = daemon.get(repoPath()).headers().firstValue("last-modified").orElseThrow();
    assertThat(date)
        .matches("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT");
    HttpResponse<byte[]> same =
        daemon.get(repoPath(), "If-None-Match", "\"x\", W/\"" + deb.sha256() + "\"");
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.headers().firstValue("etag")).isPresent();
    assertThat(daemon.get(repoPath(), "If-Modified-Since", date).statusCode()).isEqualTo(304);
    assertThat(
            daemon
                .get(repoPath(), "If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT")
                .statusCode())
        .isEqualTo(200);
    assertThat(
            daemon
                .get(repoPath(), "If-None-Match", "\"x\"", "If-Modified-Since", date)
                .statusCode())
        .isEqualTo(200);
    assertThat(daemon.get(repoPath(), "If-Modified-Since", "yesterday").statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/repo/tools/", "/repo/tools@2/", "/repo/tools/2/", "/repo//tools//"})
  void aTreeIsFoundByEveryNameOfItsRelease(String prefix) throws Exception {
    HttpResponse<byte[]> response = daemon.get(prefix + deb.path());
    assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
    assertThat(response.body()).isEqualTo(bytes);
  }

  @Test
  void everyFileOfTheTreeIsServed() throws Exception {
    for (Composition.Entry entry : daemon.publisher.composition(release.id()).entries()) {
      HttpResponse<byte[]> response = daemon.get("/repo/tools/" + entry.path());
      assertThat(response.statusCode()).as(entry.path().value()).isEqualTo(200);
      assertThat(response.body()).hasSize((int) entry.size());
    }
  }

  @Test
  void apsEncodingOfPlusAndTildeIsTheSamePath() throws Exception {
    String encoded = deb.path().value().replace("_", "%5f").replace("+", "%2b").replace("~", "%7e");
    assertThat(daemon.get("/repo/tools/" + encoded).statusCode()).isEqualTo(200);
  }

  @Test
  void aFolderIsListedAndARedirectLeadsToIt() throws Exception {
    assertThat(text(daemon.get("/repo/tools/"))).contains("<ul>");
    HttpResponse<byte[]> bare = daemon.get("/repo/tools");
    assertThat(bare.statusCode()).isEqualTo(301);
    assertThat(bare.headers().firstValue("location")).contains("/repo/tools/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/repo/tools/..%2f..%2fetc/passwd",
        "/repo/tools/%2e%2e/%2e%2e/etc/passwd",
        "/repo/tools/../../etc/passwd",
        "/repo/tools/x/./y",
        "/repo/tools/a%00b",
        "/repo/tools/%c0%ae%c0%ae/x",
        "/repo/tools/%c0%afetc",
        "/repo/tools/a%5cb",
        "/repo/tools/%",
        "/repo/tools/%zz",
        "/repo/%2e%2e/x",
        "/repo/tools@%2e%2e/x",
        "/repo/",
        "/content/sha256/..%2f..%2fetc%2fpasswd",
        "/content/sha256/ABCDEF",
        "/content/sha256/%00"
      })
  void hostilePathsAreRefused(String path) throws Exception {
    String answer =
        raw(
            "GET "
                + path
                + " HTTP/1.1\r\nHost: "
                + daemon.address.getRawAuthority()
                + "\r\nConnection: close\r\n\r\n");
    assertThat(answer).matches("(?s)HTTP/1.1 (400|403|404) .*").doesNotContain("root:");
  }

  @Test
  void anOverlongPathIsRefused() throws Exception {
    assertThat(daemon.get("/repo/tools/" + "a/".repeat(1000) + "x").statusCode()).isEqualTo(403);
    assertThat(daemon.get("/repo/tools/" + "a".repeat(20_000)).statusCode()).isIn(400, 414, 431);
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", daemon.address.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    String host = "Host: " + daemon.address.getRawAuthority() + "\r\n";
    String answers =
        raw(
            "GET "
                + repoPath()
                + " HTTP/1.1\r\n"
                + host
                + "Range: bytes=0-0\r\n\r\n"
                + "GET /repo/tools/no-such HTTP/1.1\r\n"
                + host
                + "\r\n"
                + "GET /healthz HTTP/1.1\r\n"
                + host
                + "Connection: close\r\n\r\n");
    assertThat(answers).matches("(?s)HTTP/1.1 206 .*HTTP/1.1 404 .*HTTP/1.1 200 .*ok\n");
  }
}
