package org.edos.core.metadata;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;

/**
 * A package's metadata while it is written down: what is not said is empty. The parts are those of
 * {@link PackageMetadata}. Used by one thread.
 */
public final class PackageDraft {
  private PackageId id;
  private Sha256 sha256;
  private long size;
  private long installedSize;
  private String summary = "";
  private String description = "";
  private String category = "";
  private String license = "";
  private String maintainer = "";
  private String homepage = "";
  private String source = "";
  private Optional<Instant> date = Optional.empty();
  private boolean essential;
  private MultiArch multiArch = MultiArch.NO;
  private List<Relation> relations = List.of();
  private List<String> files = List.of();

  /** Begins with what every package has. */
  public PackageDraft(PackageId id, Sha256 sha256, long size) {
    this.id = id;
    this.sha256 = sha256;
    this.size = size;
  }

  PackageDraft(PackageMetadata said) {
    this(said.id(), said.sha256(), said.size());
    installedSize = said.installedSize();
    summary = said.summary();
    description = said.description();
    category = said.category();
    license = said.license();
    maintainer = said.maintainer();
    homepage = said.homepage();
    source = said.source();
    date = said.date();
    essential = said.essential();
    multiArch = said.multiArch();
    relations = said.relations();
    files = said.files();
  }

  /** See {@link PackageMetadata#id}. */
  public PackageDraft id(PackageId value) {
    this.id = value;
    return this;
  }

  /** See {@link PackageMetadata#sha256}. */
  public PackageDraft sha256(Sha256 value) {
    this.sha256 = value;
    return this;
  }

  /** See {@link PackageMetadata#size}. */
  public PackageDraft size(long bytes) {
    this.size = bytes;
    return this;
  }

  /** See {@link PackageMetadata#installedSize}. */
  public PackageDraft installedSize(long bytes) {
    this.installedSize = bytes;
    return this;
  }

  /** See {@link PackageMetadata#summary}. */
  public PackageDraft summary(String value) {
    this.summary = value;
    return this;
  }

  /** See {@link PackageMetadata#description}. */
  public PackageDraft description(String value) {
    this.description = value;
    return this;
  }

  /** See {@link PackageMetadata#category}. */
  public PackageDraft category(String value) {
    this.category = value;
    return this;
  }

  /** See {@link PackageMetadata#license}. */
  public PackageDraft license(String value) {
    this.license = value;
    return this;
  }

  /** See {@link PackageMetadata#maintainer}. */
  public PackageDraft maintainer(String value) {
    this.maintainer = value;
    return this;
  }

  /** See {@link PackageMetadata#homepage}. */
  public PackageDraft homepage(String value) {
    this.homepage = value;
    return this;
  }

  /** See {@link PackageMetadata#source}. */
  public PackageDraft source(String value) {
    this.source = value;
    return this;
  }

  /** See {@link PackageMetadata#date}. */
  public PackageDraft date(Optional<Instant> value) {
    this.date = value;
    return this;
  }

  /** See {@link PackageMetadata#essential}. */
  public PackageDraft essential(boolean value) {
    this.essential = value;
    return this;
  }

  /** See {@link PackageMetadata#multiArch}. */
  public PackageDraft multiArch(MultiArch value) {
    this.multiArch = value;
    return this;
  }

  /** See {@link PackageMetadata#relations}. */
  public PackageDraft relations(List<Relation> value) {
    this.relations = value;
    return this;
  }

  /** See {@link PackageMetadata#files}. */
  public PackageDraft files(List<String> value) {
    this.files = value;
    return this;
  }

  /** The metadata. */
  public PackageMetadata finished() {
    return new PackageMetadata(
        id,
        sha256,
        size,
        installedSize,
        summary,
        description,
        category,
        license,
        maintainer,
        homepage,
        source,
        date,
        essential,
        multiArch,
        relations,
        files);
  }
}
