package org.edos.core.rpm;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.metadata.PackageDraft;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;

/**
 * Reads .rpm files of formats 3 and 4, binary and source. Immutable and safe for many threads.
 *
 * <p>An epoch of 0 is left out of versions, since indexes do not tell it from none.
 */
public final class RpmReader {
  /** The distribution of packages that do not name their vendor. */
  public static final String UNKNOWN_DISTRIBUTION = "rpm";

  private static final int GHOST = 1 << 6;
  private static final int TYPE_MASK = 0170000;
  private static final int DIRECTORY = 0040000;

  private final String distribution;

  /** Takes packages without a vendor for {@link #UNKNOWN_DISTRIBUTION}'s. */
  public RpmReader() {
    this(UNKNOWN_DISTRIBUTION);
  }

  /**
   * Prefer this where the distribution is known.
   *
   * @param distribution of packages that do not name their vendor
   */
  public RpmReader(String distribution) {
    this.distribution = distribution;
  }

  /**
   * Reads a package file to its end.
   *
   * @param what the file's name in error messages
   * @param in the file's bytes; not closed
   * @throws IOException if the stream fails
   * @throws EdosException (external) if this is no rpm of format 3 or 4, or a damaged one; its
   *     payload is not looked into
   */
  public RpmPackage read(String what, InputStream in) throws IOException {
    CountingDigest bytes = new CountingDigest(in);
    RpmHeader header = decode(what, bytes);
    long size = bytes.drain();
    return describe(what, header, bytes.sha256(), size);
  }

  private static RpmHeader decode(String what, InputStream in) throws IOException {
    try {
      return RpmHeader.read(what, in);
    } catch (RuntimeException e) {
      throw e instanceof EdosException known ? known : damaged(what, e);
    }
  }

  private RpmPackage describe(String what, RpmHeader header, Sha256 sha256, long size) {
    try {
      header.requireFormat4(what);
      Files files = files(what, header);
      PackageMetadata metadata = metadata(what, header, files, sha256, size);
      return new RpmPackage(
          metadata,
          header.text(RpmTags.VENDOR),
          header.text(RpmTags.PACKAGER),
          header.text(RpmTags.BUILD_HOST),
          header.text(RpmTags.SOURCE_RPM),
          archiveSize(header),
          header.start(),
          header.end(),
          files.directories(),
          files.ghosts());
    } catch (EdosException e) {
      throw e.category() == EdosException.Category.USAGE ? damaged(what, e) : e;
    } catch (RuntimeException e) {
      throw damaged(what, e);
    }
  }

  private static EdosException damaged(String what, RuntimeException e) {
    return EdosException.external(what + " is damaged or no rpm: " + e.getMessage(), e);
  }

  private PackageMetadata metadata(
      String what, RpmHeader header, Files files, Sha256 sha256, long size) {
    String vendor = header.text(RpmTags.VENDOR);
    String packager = header.text(RpmTags.PACKAGER);
    long built = header.number(RpmTags.BUILD_TIME);
    return new PackageDraft(id(header, vendor), sha256, size)
        .installedSize(
            header.number(header.has(RpmTags.LONG_SIZE) ? RpmTags.LONG_SIZE : RpmTags.SIZE))
        .summary(header.text(RpmTags.SUMMARY))
        .description(header.text(RpmTags.DESCRIPTION))
        .category(header.text(RpmTags.GROUP))
        .license(header.text(RpmTags.LICENSE))
        .maintainer(packager.isBlank() ? vendor : packager)
        .homepage(header.text(RpmTags.URL))
        .source(sourceName(header.text(RpmTags.SOURCE_RPM)))
        .date(built == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(built)))
        .relations(RpmRelations.of(what, header))
        .files(files.all())
        .finished();
  }

  private PackageId id(RpmHeader header, String vendor) {
    boolean source = header.has(RpmTags.SOURCE_PACKAGE) || !header.has(RpmTags.SOURCE_RPM);
    String version =
        RpmVersion.of(
                Long.toString(header.number(RpmTags.EPOCH)),
                header.text(RpmTags.VERSION),
                header.text(RpmTags.RELEASE))
            .toString();
    return new PackageId(
        PackageFormat.RPM,
        RpmDistribution.of(vendor, distribution),
        header.text(RpmTags.NAME),
        version,
        source ? "src" : header.text(RpmTags.ARCHITECTURE));
  }

  /** The name in {@code NAME-VERSION-RELEASE.src.rpm}. */
  static String sourceName(String sourceRpm) {
    int release = sourceRpm.lastIndexOf('-');
    int version = release < 0 ? -1 : sourceRpm.lastIndexOf('-', release - 1);
    return version <= 0 ? "" : sourceRpm.substring(0, version);
  }

  private static long archiveSize(RpmHeader header) {
    long size = header.signatureNumber(RpmTags.SIGNATURE_LONG_ARCHIVE_SIZE);
    if (size == 0) {
      size = header.signatureNumber(RpmTags.SIGNATURE_PAYLOAD_SIZE);
    }
    return size == 0 ? header.number(RpmTags.ARCHIVE_SIZE) : size;
  }

  private record Files(List<String> all, Set<String> directories, Set<String> ghosts) {}

  /**
   * The files that the package installs; those of a source package, which have no folder, are none
   * of them.
   */
  private static Files files(String what, RpmHeader header) {
    List<String> paths = paths(what, header);
    List<Long> modes = header.numbers(RpmTags.FILE_MODES);
    List<Long> flags = header.numbers(RpmTags.FILE_FLAGS);
    Files files = new Files(new ArrayList<>(), new HashSet<>(), new HashSet<>());
    for (int i = 0; i < paths.size(); i++) {
      String path = paths.get(i);
      if (path.startsWith("/")) {
        files.all().add(path);
        if (i < modes.size() && (modes.get(i) & TYPE_MASK) == DIRECTORY) {
          files.directories().add(path);
        } else if (i < flags.size() && (flags.get(i) & GHOST) != 0) {
          files.ghosts().add(path);
        }
      }
    }
    return files;
  }

  private static List<String> paths(String what, RpmHeader header) {
    List<String> names = header.texts(RpmTags.BASE_NAMES);
    if (names.isEmpty()) {
      return header.texts(RpmTags.OLD_FILE_NAMES);
    }
    List<String> directories = header.texts(RpmTags.DIRECTORY_NAMES);
    List<Long> indexes = header.numbers(RpmTags.DIRECTORY_INDEXES);
    long characters = 0;
    List<String> paths = new ArrayList<>(names.size());
    for (int i = 0; i < names.size(); i++) {
      if (i >= indexes.size() || indexes.get(i) >= directories.size()) {
        throw EdosException.external(what + " is damaged: its file " + i + " is in no directory");
      }
      String path = directories.get((int) (long) indexes.get(i)) + names.get(i);
      characters += path.length();
      if (path.length() > 8192 || characters > 256L << 20) {
        throw EdosException.external(
            what + " is damaged: its file names are longer than any package's");
      }
      paths.add(path);
    }
    return paths;
  }

  /** Hashes and counts what is read. */
  private static final class CountingDigest extends DigestInputStream {
    private long count;

    CountingDigest(InputStream in) {
      super(in, Sha256.digest());
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      count += Math.max(n, 0);
      return n;
    }

    /** Reads to the end; how many bytes there were in all. */
    long drain() throws IOException {
      byte[] buffer = new byte[1 << 16];
      while (read(buffer, 0, buffer.length) >= 0) {
        // Reading is what counts and hashes.
      }
      return count;
    }

    Sha256 sha256() {
      MessageDigest digest = getMessageDigest();
      return Sha256.of(digest);
    }
  }
}
