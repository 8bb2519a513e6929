package org.edos.core.deb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.edos.core.EdosException;
import org.edos.core.metadata.PromisedFile;
import org.edos.core.unit.RepositoryPath;

/**
 * Which indexes of a suite tell what its packages are: those of some architectures and components,
 * each in the smallest packing that it is likely to have, with the English translations of
 * descriptions, and with the packages' lists of files where they are asked for.
 */
public final class AptIndexPlan {
  /** Smallest first; what is listed plain is often not there. */
  private static final List<Compression> PREFERRED =
      List.of(
          Compression.XZ,
          Compression.ZSTD,
          Compression.GZIP,
          Compression.BZIP2,
          Compression.LZMA,
          Compression.NONE);

  private final AptRelease release;
  private final String folder;
  private final boolean lasting;

  private AptIndexPlan(AptRelease release, String folder) {
    this.release = release;
    this.folder = folder;
    this.lasting = release.fields().text("Acquire-By-Hash").equalsIgnoreCase("yes");
  }

  /**
   * The indexes of a suite.
   *
   * @param root the verified text of its Release
   * @param folder where that lies: {@code dists/NAME/}, or nothing for a flat repository
   * @param architectures wanted; none for those of {@code usual} that the suite has
   * @param usual the architectures that a machine like this one wants
   * @param components wanted; none for all
   * @param contents whether the lists of files are wanted
   * @throws EdosException (usage) if the suite lacks what is wanted; (refused) if the root is
   *     malformed
   * @throws IOException never, since the text is in memory
   */
  public static List<PromisedFile.Index> of(
      byte[] root,
      String folder,
      List<String> architectures,
      List<String> usual,
      List<String> components,
      boolean contents)
      throws IOException {
    AptRelease release = AptRelease.parse(root, folder + "Release");
    return new AptIndexPlan(release, folder).indexes(architectures, usual, components, contents);
  }

  private List<PromisedFile.Index> indexes(
      List<String> architectures, List<String> usual, List<String> components, boolean contents) {
    Map<String, AptIndexName> stems = new LinkedHashMap<>();
    for (String name : release.files().keySet()) {
      AptIndexName.stem(name).ifPresent(stem -> stems.put(stem, AptIndexName.of(stem)));
    }
    Set<String> thereArchitectures = new TreeSet<>();
    Set<String> thereComponents = new TreeSet<>();
    stems
        .values()
        .forEach(name -> {
          thereArchitectures.add(name.architecture());
          thereComponents.add(name.component());
        });
    thereArchitectures.remove("");
    require("architecture", architectures, thereArchitectures);
    require("component", components, thereComponents);
    Collection<String> wanted = architectures.isEmpty() ? usual : architectures;
    List<PromisedFile.Index> indexes = new ArrayList<>();
    Set<String> taken = new TreeSet<>();
    stems.forEach((stem, name) -> {
      boolean architecture =
          name.architecture().isEmpty()
              || wanted.contains(name.architecture())
              || name.architecture().equals("all");
      boolean component =
          components.isEmpty()
              ? !name.component().endsWith("/debian-installer")
              : components.contains(name.component());
      if (architecture && component && !name.component().endsWith("/source")) {
        taken.add(name.component());
        add(stem, true, indexes);
      }
    });
    if (indexes.isEmpty()) {
      throw EdosException.usage(
          "%sRelease lists no packages for %s; choose with --architecture from: %s"
              .formatted(folder, String.join(", ", wanted), String.join(", ", thereArchitectures)));
    }
    taken.forEach(component -> add(component + "/i18n/Translation-en", false, indexes));
    if (contents) {
      Set<String> lists = new TreeSet<>(wanted);
      lists.add("all");
      for (String architecture : lists) {
        add("Contents-" + architecture, false, indexes);
        taken.forEach(component -> add(component + "/Contents-" + architecture, false, indexes));
      }
    }
    return indexes;
  }

  private void require(String what, List<String> wanted, Set<String> there) {
    for (String name : wanted) {
      if (!there.contains(name)) {
        throw EdosException.usage(
            "%sRelease has no %s '%s'; there are: %s"
                .formatted(folder, what, name, String.join(", ", there)));
      }
    }
  }

  private void add(String stem, boolean needed, List<PromisedFile.Index> indexes) {
    List<PromisedFile> variants = new ArrayList<>();
    for (Compression compression : PREFERRED) {
      String name = stem + compression.ending();
      AptRelease.Listed listed = release.files().get(name);
      if (listed != null) {
        RepositoryPath path = new RepositoryPath(folder + name);
        Optional<RepositoryPath> byHash =
            lasting
                ? Optional.of(
                    new RepositoryPath(folder + AptIndexName.byHash(name, listed.sha256())))
                : Optional.empty();
        variants.add(
            new PromisedFile(
                path, byHash, Optional.of(listed.size()), "SHA-256", listed.sha256().hex()));
      }
    }
    if (!variants.isEmpty()) {
      indexes.add(new PromisedFile.Index(variants, needed));
    }
  }
}
