package org.edos.testkit.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An answer as it came over the wire.
 *
 * @param version such as {@code HTTP/1.1}
 * @param status of HTTP
 * @param reason the words after it
 * @param headers by name in small letters
 * @param body without the frame of its chunks
 * @param whole whether the body came to the end that its head promised
 */
public record RawAnswer(
    String version,
    int status,
    String reason,
    Map<String, List<String>> headers,
    byte[] body,
    boolean whole) {
  /** A header; several of one name are one. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))
        .map(values -> String.join(", ", values));
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return status + " " + reason + ", " + body.length + " bytes" + (whole ? "" : ", cut off");
  }
}
