package org.edos.core.metadata;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;

/**
 * What a package's header and its repository's index say of it.
 *
 * @param id name, version, architecture
 * @param sha256 of the whole package file
 * @param size of the package file, in bytes
 * @param installedSize in bytes; 0 when unknown
 * @param summary one line
 * @param description the long text, without the summary; may be empty
 * @param category Debian's section or rpm's group; may be empty
 * @param license as the package states it, ideally SPDX; empty when unknown
 * @param maintainer Debian's maintainer or rpm's packager or vendor; may be empty
 * @param homepage may be empty
 * @param source name of the source package; may be empty
 * @param date when it was built, where the package says so
 * @param essential whether every machine has it (Debian's Essential)
 * @param multiArch how packages of several architectures share it
 * @param relations in the package's own order
 * @param files absolute paths it installs, where known
 */
public record PackageMetadata(
    PackageId id,
    Sha256 sha256,
    long size,
    long installedSize,
    String summary,
    String description,
    String category,
    String license,
    String maintainer,
    String homepage,
    String source,
    Optional<Instant> date,
    boolean essential,
    MultiArch multiArch,
    List<Relation> relations,
    List<String> files)
    implements UnitMetadata {
  /** Copies the lists. */
  public PackageMetadata {
    relations = List.copyOf(relations);
    files = List.copyOf(files);
  }

  /** The same package with the files that its header lists. */
  public PackageMetadata withFiles(List<String> listed) {
    return draft().files(listed).finished();
  }

  /** A draft that says the same, to be changed. */
  public PackageDraft draft() {
    return new PackageDraft(this);
  }
}
