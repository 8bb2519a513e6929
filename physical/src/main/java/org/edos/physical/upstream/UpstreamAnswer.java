package org.edos.physical.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A server's answer as it arrives. For one thread, but for {@link #close}.
 *
 * @param uri that answered, after redirects
 * @param status of HTTP
 * @param headers by name in small letters
 * @param body its reads fail when the server stalls or the connection breaks
 */
public record UpstreamAnswer(
    URI uri, int status, Map<String, List<String>> headers, InputStream body)
    implements AutoCloseable {
  /** The first value of a header. */
  public Optional<String> header(String name) {
    List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  /** The length of the body, where the server says it. */
  public OptionalLong length() {
    String length = header("content-length").orElse("");
    return length.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(length))
        : OptionalLong.empty();
  }

  /** Gives the rest of the body up. */
  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      // What was read is all that was wanted.
    }
  }
}
