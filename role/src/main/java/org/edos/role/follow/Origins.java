package org.edos.role.follow;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.edos.core.gateway.ListedFile;
import org.edos.core.gateway.OriginAddress;

/**
 * Where origins have the files of their indexes. Keys are {@code host[:port]/path}; those of https
 * addresses begin with {@code https://}, so that nothing that came unprotected stands for what is
 * asked for under protection.
 */
final class Origins {
  private static final String BY_HASH = "/by-hash/";
  private static final String HTTPS = "https://";

  private Origins() {}

  /** The key of an address, without its query. */
  static String key(OriginAddress address) {
    URI uri = address.uri();
    return prefix(address) + uri.getRawAuthority() + uri.getRawPath();
  }

  /** What the keys of addresses with this one's scheme begin with. */
  static String prefix(OriginAddress address) {
    return address.uri().getScheme().equals("https") ? HTTPS : "";
  }

  /** Where the path begins in a key: at its first slash behind the host. */
  static int path(String key) {
    return key.indexOf('/', key.startsWith(HTTPS) ? HTTPS.length() : 0);
  }

  static boolean isByHash(String path) {
    return ("/" + path).contains(BY_HASH);
  }

  /**
   * The addresses of a file that a root lists: by its hash first, which no renewal takes away.
   *
   * @param current whether the plain name still means this file
   */
  static List<URI> of(String folder, ListedFile file, boolean current) {
    boolean byHash = isByHash(file.path());
    Optional<String> hashed = byHash ? Optional.of(file.path()) : file.other();
    Optional<String> plain =
        byHash ? file.other().filter(name -> current) : Optional.of(file.path());
    return Stream.of(hashed, plain)
        .flatMap(Optional::stream)
        .map(path -> uri(folder + path))
        .toList();
  }

  static URI uri(String key) {
    return URI.create(key.startsWith(HTTPS) ? key : "http://" + key);
  }
}
