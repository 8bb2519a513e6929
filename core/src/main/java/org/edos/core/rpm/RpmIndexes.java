package org.edos.core.rpm;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.OneByte;
import org.edos.core.metadata.CheckedRepository.FileSink;
import org.edos.core.metadata.CheckedRepository.ListedPackage;
import org.edos.core.metadata.CheckedRepository.PackageSink;
import org.edos.core.metadata.RepositoryContents.PackageFile;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;

/**
 * One rpm repository of a tree, whose root has been checked.
 *
 * @param base where its packages' locations begin: empty, or a folder with a slash at its end
 * @param distribution of packages that do not name their vendor
 */
record RpmIndexes(
    RpmFiles tree,
    RpmTree.Pool pool,
    String base,
    String distribution,
    Place primary,
    Optional<Place> fileLists) {
  /** An index and what it must be. */
  record Place(RepositoryPath path, Checksum checksum) {}

  long primaryBytes() {
    return tree.size(primary.path());
  }

  /** Notes every package's checksum by its path, and gives the sum of those not seen before. */
  long count(Map<RepositoryPath, String> seen) throws IOException {
    long[] bytes = {0};
    readPrimary(
        new Passing(tree.open(primary.path()), primary.checksum().digest()),
        one -> {
          RepositoryPath path = tree.locate(base, one.href(), primary.path());
          tree.requireSize(path, one.metadata().size(), primary.path());
          String before = seen.putIfAbsent(path, one.checksum().hex());
          if (before == null) {
            bytes[0] += one.metadata().size();
          } else if (before.length() == one.checksum().hex().length()
              && !before.equals(one.checksum().hex())) {
            throw contradiction(path);
          }
        });
    return bytes[0];
  }

  void packages(long before, PackageSink sink) throws IOException {
    Passing passing = new Passing(tree.open(primary.path()), primary.checksum().digest());
    readPrimary(passing, one -> sink.accept(() -> listed(one), before + passing.count));
  }

  private void readPrimary(Passing passing, Consumer<PrimaryXml.Listed> sink) throws IOException {
    try (passing;
        InputStream in = Compressed.open(primary.path(), passing)) {
      PrimaryXml.read(primary.path().value(), in, distribution, sink);
      passing.requireHash(primary);
    }
  }

  void readFileLists(FileSink sink) throws IOException {
    if (fileLists.isEmpty()) {
      return;
    }
    Place place = fileLists.get();
    Passing passing = new Passing(tree.open(place.path()), place.checksum().digest());
    try (passing;
        InputStream in = Compressed.open(place.path(), passing)) {
      FileListsXml.read(place.path().value(), in, base, sink);
      passing.requireHash(place);
    }
  }

  private ListedPackage listed(PrimaryXml.Listed one) throws IOException {
    RepositoryPath index = primary.path();
    boolean absent = pool == RpmTree.Pool.ELSEWHERE && !tree.has(base, one.href(), index);
    RepositoryPath path =
        absent ? RpmFiles.path(base + one.href(), index) : tree.locate(base, one.href(), index);
    Sha256 sha256 = absent ? promised(path, one) : checked(path, one);
    String collection = base.isEmpty() ? "all/" : base;
    return new ListedPackage(
        new PackageFile(
            path,
            one.with(sha256, one.metadata().files()),
            collection + one.metadata().id().architecture()),
        List.of(base + one.checksum().hex()));
  }

  private Sha256 promised(RepositoryPath path, PrimaryXml.Listed listed) {
    return listed
        .checksum()
        .sha256()
        .orElseThrow(() ->
            EdosException.refused(
                "%s vouches for %s by %s; without the package itself there must be a SHA-256"
                    .formatted(primary.path(), path, listed.checksum().algorithm())));
  }

  /**
   * The package's name as content: what the index says, or its own hash once it has the one that
   * the index says.
   */
  private Sha256 checked(RepositoryPath path, PrimaryXml.Listed listed) throws IOException {
    tree.requireSize(path, listed.metadata().size(), primary.path());
    Optional<Sha256> known = listed.checksum().sha256();
    return known.isPresent()
        ? known.get()
        : tree.verifiedUtility(path, listed.checksum(), primary.path()).sha256();
  }

  private EdosException contradiction(RepositoryPath path) {
    return EdosException.refused(
        primary.path() + " contradicts another index about " + path + "; index both anew");
  }

  /** Hashes and counts what passes. */
  private static final class Passing extends FilterInputStream {
    private final MessageDigest digest;
    private long count;

    Passing(InputStream in, MessageDigest digest) {
      super(in);
      this.digest = digest;
    }

    @Override
    public int read() throws IOException {
      return OneByte.of(this);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = in.read(target, offset, length);
      if (read > 0) {
        digest.update(target, offset, read);
        count += read;
      }
      return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
      return Math.max(0, read(new byte[(int) Math.clamp(bytes, 0, 1 << 16)]));
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    void requireHash(Place place) throws IOException {
      transferTo(java.io.OutputStream.nullOutputStream());
      if (!place.checksum().matches(digest.digest())) {
        throw RpmFiles.torn(place.path(), place.path(), "has changed while the tree was read");
      }
    }
  }
}
