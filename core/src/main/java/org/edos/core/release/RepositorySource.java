package org.edos.core.release;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;

/** Where a repository to be published is. */
public sealed interface RepositorySource {
  /** Where the bytes of its packages stay, if they are not taken into the store. */
  Optional<Origin> origin();

  /**
   * A folder of this machine: an APT tree, an RPM tree, or package files.
   *
   * @param folder its top
   * @param origin where the package files are that the folder lacks; empty if it must have all
   */
  record Folder(Path folder, Optional<Origin> origin) implements RepositorySource {}

  /**
   * A repository at another server, of which the indexes are fetched.
   *
   * @param repository the folder that holds {@code dists/} or {@code repodata/}
   * @param suites the folders below {@code dists/} to publish; none for an rpm repository or a flat
   *     one
   * @param architectures whose package lists are taken; none for this machine's own
   * @param components whose package lists are taken; none for all
   * @param contents whether Debian's lists of the packages' files are fetched too, which are large;
   *     those of rpm always are
   */
  record Remote(
      Origin repository,
      List<String> suites,
      List<String> architectures,
      List<String> components,
      boolean contents)
      implements RepositorySource {
    private static final String DISTS = "/dists/";

    /** Refuses names that could not stand in a path. */
    public Remote {
      suites = plain("suite", suites);
      architectures = plain("architecture", architectures);
      components = plain("component", components);
    }

    @Override
    public Optional<Origin> origin() {
      return Optional.of(repository);
    }

    /**
     * Takes an address that ends in {@code dists/SUITE} for that suite of the repository above.
     *
     * @throws EdosException (usage) if it is no address of a repository
     */
    public static Remote of(
        String address,
        List<String> suites,
        List<String> architectures,
        List<String> components,
        boolean contents) {
      Origin origin = Origin.parse(address);
      String text = origin.toString();
      int dists = text.lastIndexOf(DISTS);
      boolean named = dists >= 0 && text.length() > dists + DISTS.length();
      if (!named) {
        return new Remote(origin, suites, architectures, components, contents);
      }
      if (!suites.isEmpty()) {
        throw EdosException.usage(
            address + " names a suite already; give that, or the folder above dists and --suite");
      }
      return new Remote(
          Origin.parse(text.substring(0, dists + 1)),
          List.of(text.substring(dists + DISTS.length(), text.length() - 1)),
          architectures,
          components,
          contents);
    }

    private static List<String> plain(String what, List<String> names) {
      for (String name : names) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._+~/-]{0,99}") || name.contains("..")) {
          throw EdosException.usage("not the name of a " + what + ": '" + name + "'");
        }
      }
      return List.copyOf(names);
    }
  }
}
