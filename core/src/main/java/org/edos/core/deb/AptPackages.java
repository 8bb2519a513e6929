package org.edos.core.deb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edos.core.EdosException;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.RepositoryContents.PackageFile;
import org.edos.core.metadata.RepositoryContents.UtilityFile;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;

/** The packages that a tree's indexes list, gathered index by index. For one thread. */
final class AptPackages {
  private static final long MAX_INDEX = 4L << 30;
  private static final long MAX_RATIO = 200;
  private static final long SMALL = 16L << 20;
  private static final int MAX_PACKAGES = 4_000_000;

  private final Map<String, Long> sizes;
  private final AptTree.Pool pool;
  private final Map<RepositoryPath, PackageFile> found = new TreeMap<>();
  private final List<PackageFile> read = new ArrayList<>();

  /** Packages of a tree that has files of these sizes by path. */
  AptPackages(Map<String, Long> sizes, AptTree.Pool pool) {
    this.sizes = sizes;
    this.pool = pool;
  }

  /** Every accepted package by its path. */
  Map<RepositoryPath, PackageFile> found() {
    return found;
  }

  /**
   * An index to read.
   *
   * @param path its place in the tree
   * @param compression how it is packed
   * @param name what its place says of its contents
   * @param suite whose index it is
   * @param release the suite's root
   * @param listed what the root says that the file is
   */
  record Index(
      String path,
      Compression compression,
      AptIndexName name,
      Suite suite,
      AptRelease release,
      AptRelease.Listed listed) {}

  /**
   * Reads an index, hashing the very bytes that it parses, and takes in what it lists once the hash
   * is right.
   *
   * @throws EdosException (refused) if it is not the file that the root promises, is malformed, or
   *     does not agree with the tree or the indexes read before
   */
  UtilityFile read(InputStream in, Index index) throws IOException {
    DigestInput digest = new DigestInput(in);
    Optional<EdosException> failure = parse(digest, index);
    UtilityFile file;
    try {
      Sha256 sha256 = digest.finish();
      file = new UtilityFile(new RepositoryPath(index.path), sha256, digest.count());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    AptTree.check(file, index.listed);
    if (failure.isPresent()) {
      throw failure.get();
    }
    accept();
    return file;
  }

  /**
   * Fills {@link #read}; a failure to parse is given back, since a wrong hash explains it better.
   */
  private Optional<EdosException> parse(DigestInput digest, Index index) throws IOException {
    read.clear();
    long limit = Math.min(MAX_INDEX, Math.max(SMALL, index.listed.size() * MAX_RATIO));
    try (InputStream unpacked =
        new BoundedInput(index.compression.unpack(digest), limit, index.path)) {
      ControlParagraphs paragraphs = new ControlParagraphs(unpacked, index.path);
      for (Optional<ControlParagraph> next = paragraphs.next();
          next.isPresent();
          next = paragraphs.next()) {
        read.add(file(next.get(), index));
        if (read.size() > MAX_PACKAGES) {
          throw EdosException.refused(
              index.path + " lists more than " + MAX_PACKAGES + " packages");
        }
      }
      return Optional.empty();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (EdosException e) {
      return Optional.of(e);
    } catch (IOException | RuntimeException e) {
      return Optional.of(AptTree.torn(index.path, "cannot be unpacked (" + e.getMessage() + ")"));
    }
  }

  private void accept() {
    for (PackageFile file : read) {
      PackageFile before = found.putIfAbsent(file.path(), file);
      if (before == null) {
        checkPresence(file);
      } else if (!before.metadata().sha256().equals(file.metadata().sha256())) {
        throw AptTree.torn(
            file.path().value(),
            "has different hashes in " + before.collection() + " and " + file.collection());
      }
    }
    read.clear();
  }

  private void checkPresence(PackageFile file) {
    Long size = sizes.get(file.path().value());
    if (size == null && pool == AptTree.Pool.HERE) {
      throw AptTree.torn(file.path().value(), "is missing, but listed in " + file.collection());
    }
    if (size != null && size != file.metadata().size()) {
      throw AptTree.torn(
          file.path().value(),
          "has "
              + size
              + " bytes, the index of "
              + file.collection()
              + " says "
              + file.metadata().size());
    }
  }

  private PackageFile file(ControlParagraph paragraph, Index index) {
    try {
      PackageMetadata metadata = DebParagraphs.indexed(paragraph, index.release.distribution());
      String fileName = DebParagraphs.required(paragraph, "Filename");
      RepositoryPath place =
          place(fileName.startsWith("./") ? fileName.substring(2) : fileName, index.suite);
      String architecture = index.name.architecture();
      String collection =
          "%s/%s/%s"
              .formatted(
                  suiteName(index),
                  index.name.component(),
                  architecture.isEmpty() ? metadata.id().architecture() : architecture);
      return new PackageFile(place, metadata, collection);
    } catch (EdosException e) {
      throw new EdosException(
          EdosException.Category.REFUSED, index.path + ": " + e.getMessage(), e);
    }
  }

  /**
   * A flat repository's file names are relative to its folder or, below a common address, to the
   * tree.
   */
  private RepositoryPath place(String fileName, Suite suite) {
    RepositoryPath place = new RepositoryPath(suite.base() + fileName);
    boolean fromTop =
        suite.flat() && !sizes.containsKey(place.value()) && sizes.containsKey(fileName);
    return fromTop ? new RepositoryPath(fileName) : place;
  }

  private static String suiteName(Index index) {
    if (!index.suite.flat()) {
      return index.suite.name();
    }
    String named =
        index.release.fields().field("Codename").orElse(index.release.fields().text("Suite"));
    String plain = named.replaceAll("[^A-Za-z0-9.+_-]+", "-");
    return plain.isEmpty() || plain.equals("-") ? "flat" : plain;
  }
}
