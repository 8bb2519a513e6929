package org.edos.core.rpm;

import java.util.Set;
import org.edos.core.metadata.PackageMetadata;

/**
 * What an rpm's header says: the metadata that every package has, and what an rpm repository's
 * indexes tell beyond it.
 *
 * @param metadata as for every package
 * @param vendor who distributes it; may be empty
 * @param packager who built it; may be empty
 * @param buildHost may be empty
 * @param sourceRpm file name of the source package; empty for a source package
 * @param archiveSize bytes of the payload, unpacked; 0 when unknown
 * @param headerStart offset of the main header in the file
 * @param headerEnd offset of the first byte after it
 * @param directories those of the metadata's files that are directories
 * @param ghosts those of the metadata's files that the package owns but does not hold
 */
public record RpmPackage(
    PackageMetadata metadata,
    String vendor,
    String packager,
    String buildHost,
    String sourceRpm,
    long archiveSize,
    long headerStart,
    long headerEnd,
    Set<String> directories,
    Set<String> ghosts) {
  /** Copies the sets. */
  public RpmPackage {
    directories = Set.copyOf(directories);
    ghosts = Set.copyOf(ghosts);
  }
}
