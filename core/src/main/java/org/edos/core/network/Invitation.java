package org.edos.core.network;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.EdosException;

/**
 * The right to become a member of an indexing network once, written {@code
 * http://HOST:PORT/#ID.SECRET}. The part behind {@code #} never travels in a request.
 *
 * @param publisher the address of the publisher's daemon
 * @param id 16 hexadecimal digits, public
 * @param secret 32 hexadecimal digits, 128 random bits
 */
public record Invitation(URI publisher, String id, String secret) {
  private static final Pattern FRAGMENT = Pattern.compile("([0-9a-f]{16})\\.([0-9a-f]{32})");
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A fresh one. */
  public static Invitation fresh(URI publisher) {
    return new Invitation(publisher, random(8), random(16));
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /**
   * The invitation in an address, if it carries one.
   *
   * @throws EdosException (usage) if what stands behind {@code #} is no invitation
   */
  public static Optional<Invitation> in(URI address) {
    String fragment = address.getRawFragment();
    if (fragment == null) {
      return Optional.empty();
    }
    Matcher parts = FRAGMENT.matcher(fragment);
    if (!parts.matches()) {
      throw EdosException.usage(
          "what stands behind # in the address is no invitation; copy the whole line that 'edos"
              + " invite' printed on the publisher");
    }
    return Optional.of(new Invitation(plain(address), parts.group(1), parts.group(2)));
  }

  /** The address without what stands behind {@code #}, and without a slash at its end. */
  public static URI plain(URI address) {
    String path = address.getRawPath();
    try {
      return new URI(
          address.getScheme(),
          address.getRawAuthority(),
          path == null || path.equals("/") ? "" : path,
          null,
          null);
    } catch (URISyntaxException e) {
      throw new EdosException(EdosException.Category.USAGE, "not an address: " + e.getMessage(), e);
    }
  }

  /** The address that a mirror joins with; whoever has it may use it. */
  @Override
  public String toString() {
    return publisher + "/#" + id + "." + secret;
  }
}
