package org.edos.role.follow;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.edos.core.gateway.ListedFile;

/** Where origins have the files of their indexes. */
final class Origins {
  private static final String BY_HASH = "/by-hash/";

  private Origins() {}

  static boolean isByHash(String path) {
    return ("/" + path).contains(BY_HASH);
  }

  /**
   * The addresses of a file that a root lists: by its hash first, which no renewal takes away.
   *
   * @param current whether the plain name still means this file
   */
  static List<URI> of(String scheme, String folder, ListedFile file, boolean current) {
    boolean byHash = isByHash(file.path());
    Optional<String> hashed = byHash ? Optional.of(file.path()) : file.other();
    Optional<String> plain =
        byHash ? file.other().filter(name -> current) : Optional.of(file.path());
    return Stream.of(hashed, plain)
        .flatMap(Optional::stream)
        .map(path -> uri(scheme, folder + path))
        .toList();
  }

  static URI uri(String scheme, String key) {
    return URI.create(scheme + "://" + key);
  }
}
