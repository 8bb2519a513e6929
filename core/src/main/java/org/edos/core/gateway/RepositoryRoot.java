package org.edos.core.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.core.unit.PackageFormat;

/**
 * What a repository's root says: Release or repomd.xml. Files that are not vouched for by a SHA-256
 * and a size, or whose path leaves the repository, are left out.
 *
 * @param format of the packages
 * @param made when the root was made; empty where it does not say so plausibly
 * @param expires when it ceases to hold, where it says so
 * @param files that it lists
 */
public record RepositoryRoot(
    PackageFormat format,
    Optional<Instant> made,
    Optional<Instant> expires,
    List<ListedFile> files) {
  /** Copies the list. */
  public RepositoryRoot {
    files = List.copyOf(files);
  }
}
