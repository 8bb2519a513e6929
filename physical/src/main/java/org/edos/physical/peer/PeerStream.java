package org.edos.physical.peer;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A peer's answer as it arrives.
 *
 * @param status 200 to 399, or what the caller takes besides
 * @param headers bounded by the client
 * @param body its reads fail when the peer stalls; closing it gives the connection up
 */
public record PeerStream(int status, HttpHeaders headers, InputStream body)
    implements AutoCloseable {
  /** Bytes of the body, where the peer says it. */
  public OptionalLong length() {
    return headers.firstValueAsLong("Content-Length");
  }

  /** The first header of a name. */
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
