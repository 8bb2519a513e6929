package org.edos.core.release;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.edos.core.EdosException;
import org.edos.core.unit.RepositoryPath;

/**
 * An existing repository whose files stay where they are and are fetched when they are wanted.
 *
 * @param address of the repository's top folder, http or https, with a slash at its end; what an
 *     index calls {@code pool/a.deb} lies at the address with that path behind it
 */
public record Origin(URI address) {
  private static final int MAX_LENGTH = 2000;

  /**
   * Puts the slash at the end.
   *
   * @throws EdosException (usage) unless it is http or https with a host, and without user, query
   *     or fragment
   */
  public Origin {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    boolean callable =
        (scheme.equals("http") || scheme.equals("https"))
            && address.getHost() != null
            && address.getRawUserInfo() == null
            && address.getRawQuery() == null
            && address.getRawFragment() == null
            && address.toString().length() <= MAX_LENGTH;
    if (!callable) {
      throw malformed(address.toString());
    }
    String path = address.getRawPath() == null ? "" : address.getRawPath();
    address =
        URI.create(
            scheme + "://" + address.getRawAuthority() + (path.endsWith("/") ? path : path + "/"));
  }

  /**
   * Reads an address.
   *
   * @throws EdosException (usage) if it is none of a repository
   */
  public static Origin parse(String text) {
    try {
      return new Origin(new URI(text.strip()));
    } catch (URISyntaxException e) {
      throw malformed(text);
    }
  }

  private static EdosException malformed(String text) {
    String shown = text.replaceAll("\\p{Cntrl}", "?");
    return EdosException.usage(
        "not the address of a repository (expected http://HOST/PATH or https://HOST/PATH): '"
            + (shown.length() <= 200 ? shown : shown.substring(0, 200) + "...")
            + "'");
  }

  /** Where a file of the repository lies. */
  public URI file(RepositoryPath path) {
    try {
      // This constructor quotes whatever may not stand in a path, percent signs above all.
      String quoted = new URI(null, null, "/" + path.value(), null).toASCIIString();
      return URI.create(address + quoted.substring(1));
    } catch (URISyntaxException e) {
      throw EdosException.refused("no address can be made of the path " + path);
    }
  }

  /** The address. */
  @Override
  public String toString() {
    return address.toString();
  }
}
