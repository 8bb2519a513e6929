package org.edos.physical.location;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.edos.core.EdosException;

/**
 * The form of a peer's address, which others will connect to: scheme, host and port, and nothing
 * else.
 */
public final class PeerAddress {
  /**
   * Most peers that an index keeps for one content; announcing one more forgets the one announced
   * first.
   */
  public static final int MOST_PER_CONTENT = 64;

  private static final Pattern FORM =
      Pattern.compile(
          "https?://([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}]):([1-9][0-9]{0,4})");

  private PeerAddress() {}

  /**
   * The address in its one written form: lower case, without a final slash.
   *
   * @throws EdosException (usage) unless it is {@code http://host:port} or {@code
   *     https://host:port}
   */
  public static URI of(URI peer) {
    String text = peer.toString().toLowerCase(Locale.ROOT);
    String plain = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    if (!FORM.matcher(plain).matches()
        || Integer.parseInt(plain.substring(plain.lastIndexOf(':') + 1)) > 65_535) {
      String shown = text.length() <= 80 ? text : text.substring(0, 77) + "...";
      throw EdosException.usage(
          "a peer's address is http://HOST:PORT or https://HOST:PORT, not '" + shown + "'");
    }
    return URI.create(plain);
  }
}
