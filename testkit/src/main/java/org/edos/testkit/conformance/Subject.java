package org.edos.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.edos.testkit.wire.RawAnswer;
import org.edos.testkit.wire.RawConnection;

/**
 * A proxy to be asked, and the origin behind it.
 *
 * @param port of the proxy
 * @param origin that it asks
 */
public record Subject(int port, ProxyOrigin origin) {
  /** A request as a proxy is asked it; without the empty line, further headers may follow. */
  public String request(String method, String path, String... headers) {
    StringBuilder request = new StringBuilder();
    request
        .append(method + " http://" + origin.authority() + path + " HTTP/1.1\r\n")
        .append("Host: " + origin.authority() + "\r\n");
    List.of(headers).forEach(header -> request.append(header).append("\r\n"));
    return request.append("\r\n").toString();
  }

  /** Asks for a file on a connection of its own. */
  public RawAnswer get(String path, String... headers) throws IOException {
    return RawConnection.ask(port, request("GET", path, headers));
  }

  /** Asks for a file's head on a connection of its own. */
  public RawAnswer head(String path, String... headers) throws IOException {
    return RawConnection.ask(port, request("HEAD", path, headers));
  }

  /** Writes this and reads one answer. */
  public RawAnswer raw(String request) throws IOException {
    return RawConnection.ask(port, request);
  }

  /**
   * A file that nobody has asked for yet.
   *
   * @param conduct how the origin gives it
   */
  public String fresh(String conduct, int size) {
    return origin.fresh(conduct, size);
  }

  /** A well given file that the proxy has given once. */
  public String warm(int size) throws IOException {
    String path = fresh("plain", size);
    RawAnswer answer = get(path);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(ProxyOrigin.bytes(path));
    return path;
  }

  /** The file's entity tag. */
  public String tag(String path) throws IOException {
    return get(path).header("etag").orElseThrow(() -> new AssertionError("no ETag"));
  }

  /** When the file was last modified. */
  public String date(String path) throws IOException {
    return get(path).header("last-modified").orElseThrow(() -> new AssertionError("no date"));
  }
}
