package org.edos.role.relay;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.edos.physical.upstream.UpstreamAnswer;

/**
 * The origin's own answer that it does not give a file, to be passed on as it is.
 *
 * @param status of HTTP, 400 to 599
 * @param headers by name in small letters
 * @param body a few kilobytes at most
 */
public record OriginRefusal(int status, Map<String, List<String>> headers, byte[] body) {
  private static final int MOST_BYTES = 64 << 10;
  private static final String LENGTH = "content-length";
  private static final String ENCODING = "content-encoding";
  private static final Set<String> OF_WHOLE_BODIES =
      Set.of(LENGTH, ENCODING, "etag", "content-md5", "digest", "content-digest", "repr-digest");

  /**
   * Reads an answer's body. Where it is too long or breaks, what there is of it is given without
   * the headers that speak of the whole; half of an encoded one is worth nothing.
   */
  static OriginRefusal of(UpstreamAnswer given) {
    try {
      byte[] body = given.body().readNBytes(MOST_BYTES);
      boolean whole = given.length().orElse(body.length) == body.length;
      return whole && (body.length < MOST_BYTES || given.body().read() < 0)
          ? new OriginRefusal(given.status(), given.headers(), body)
          : cut(given, body);
    } catch (IOException e) {
      return cut(given, new byte[0]);
    }
  }

  private static OriginRefusal cut(UpstreamAnswer given, byte[] part) {
    byte[] body = given.header(ENCODING).isPresent() ? new byte[0] : part;
    Map<String, List<String>> headers = new TreeMap<>(given.headers());
    headers.keySet().removeAll(OF_WHOLE_BODIES);
    headers.put(LENGTH, List.of(Integer.toString(body.length)));
    return new OriginRefusal(given.status(), headers, body);
  }
}
