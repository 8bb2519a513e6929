package org.edos.physical.torrent;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.edos.core.EdosException;

/** Addresses from which a torrent's contents are fetched by HTTP. */
public final class WebSeeds {
  /** Most addresses of one torrent. */
  public static final int MOST = 50;

  private static final int MOST_CHARACTERS = 1_000;
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private WebSeeds() {}

  /**
   * The addresses, each ending in a slash.
   *
   * @throws EdosException usage, as {@link TorrentEngine#webSeeds} says
   */
  public static List<String> checked(List<URI> addresses) {
    if (addresses.size() > MOST) {
      throw EdosException.usage("a torrent has at most " + MOST + " web seeds");
    }
    return addresses.stream().map(WebSeeds::checked).distinct().toList();
  }

  /**
   * The addresses to be told to a client for a torrent: one of several files adds its name and a
   * file's path to them by itself, one of a single file takes them as they are.
   *
   * @param checked by {@link #checked(List)}
   */
  public static List<String> of(Torrent torrent, List<String> checked) {
    if (torrent.files().size() > 1) {
      return checked;
    }
    String file = TorrentFile.NAME + "/" + torrent.files().getFirst().content().hex();
    return checked.stream().map(address -> address + file).toList();
  }

  private static String checked(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    boolean plain =
        SCHEMES.contains(scheme)
            && address.getHost() != null
            && address.getRawUserInfo() == null
            && address.getRawQuery() == null
            && address.getRawFragment() == null
            && address.toString().length() <= MOST_CHARACTERS;
    if (!plain) {
      throw EdosException.usage(
          "a web seed is http://host:port/content/ or the same with https, not '" + address + "'");
    }
    String text = address.toASCIIString();
    return text.endsWith("/") ? text : text + "/";
  }
}
