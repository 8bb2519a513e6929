package org.edos.core.release;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a moving release is to become.
 *
 * @param name the release's name
 * @param source its next state
 * @param renew whether it is signed anew even where nothing is different
 * @param installability what to do if packages become uninstallable; empty for the publisher's own
 *     policy
 */
public record UpdateRequest(
    String name, Source source, boolean renew, Optional<InstallabilityPolicy> installability) {
  /** By the publisher's own policy. */
  public UpdateRequest(String name, Source source, boolean renew) {
    this(name, source, renew, Optional.empty());
  }

  /** Where the next state comes from. */
  public sealed interface Source {}

  /** It is what is in a repository. */
  public record Tree(RepositorySource repository) implements Source {}

  /**
   * It is what it was, with these packages in the place of their older versions.
   *
   * @param files .deb or .rpm files
   * @param keepOld whether older versions stay beside them
   */
  public record Packages(List<Path> files, boolean keepOld) implements Source {
    /** Copies the list. */
    public Packages {
      files = List.copyOf(files);
    }
  }
}
