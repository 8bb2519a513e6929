package org.edos.core.deb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.metadata.CheckedRepository.ListedPackage;
import org.edos.core.metadata.CheckedRepository.PackageSink;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.RepositoryContents.PackageFile;
import org.edos.core.unit.RepositoryPath;

/**
 * One index of packages in a tree. Its entries are cut apart by one thread and parsed by any.
 *
 * @param path its place in the tree
 * @param compression how it is packed
 * @param name what its place says of its contents
 * @param suite whose index it is
 * @param release the suite's root
 * @param listed what the root says that the file is
 */
record AptPackages(
    String path,
    Compression compression,
    AptIndexName name,
    Suite suite,
    AptRelease release,
    AptRelease.Listed listed) {
  private static final long MAX_INDEX = 8L << 30;
  private static final long MAX_RATIO = 200;
  private static final long SMALL = 16L << 20;
  private static final int MAX_PACKAGES = 4_000_000;

  /** The most bytes that a file of this packed size may unpack to. */
  static long mostUnpacked(long packed) {
    return Math.min(MAX_INDEX, Math.max(SMALL, packed * MAX_RATIO));
  }

  /**
   * Reads the index, hashing the very bytes that it cuts apart.
   *
   * @param sizes of the tree's files, by path
   * @param before bytes of indexes read before this one
   * @throws EdosException (refused) if it is not the file that the root promises, or malformed
   */
  void read(
      InputStream in, Map<String, Long> sizes, AptTree.Pool pool, long before, PackageSink sink)
      throws IOException {
    DigestInput digest = new DigestInput(in);
    try (InputStream unpacked =
        new BoundedInput(compression.unpack(digest), mostUnpacked(listed.size()), path)) {
      ControlParagraphs paragraphs = new ControlParagraphs(unpacked, path);
      int packages = 0;
      for (Optional<String> next = paragraphs.nextText();
          next.isPresent();
          next = paragraphs.nextText()) {
        if (++packages > MAX_PACKAGES) {
          throw EdosException.refused(path + " lists more than " + MAX_PACKAGES + " packages");
        }
        String paragraph = next.get();
        sink.accept(() -> listed(paragraph, sizes, pool), before + digest.count());
      }
      if (!digest.finish().equals(listed.sha256())) {
        throw AptTree.torn(path, "has changed while the tree was read");
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (EdosException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw AptTree.torn(path, "cannot be unpacked (" + e.getMessage() + ")");
    }
  }

  private ListedPackage listed(String text, Map<String, Long> sizes, AptTree.Pool pool) {
    try {
      ControlParagraph paragraph = ControlParagraph.parse(text, path);
      PackageMetadata metadata = DebParagraphs.indexed(paragraph, release.distribution());
      String fileName = DebParagraphs.required(paragraph, "Filename");
      RepositoryPath place =
          place(fileName.startsWith("./") ? fileName.substring(2) : fileName, sizes);
      String architecture = metadata.id().architecture();
      String listedFor = name.architecture().isEmpty() ? architecture : name.architecture();
      PackageFile file =
          new PackageFile(place, metadata, suiteName() + "/" + name.component() + "/" + listedFor);
      requirePresence(file, sizes, pool);
      return new ListedPackage(file, fileLists(metadata.id().name(), architecture, listedFor));
    } catch (EdosException e) {
      if (e.getMessage().startsWith("the tree is torn")) {
        throw e;
      }
      throw new EdosException(EdosException.Category.REFUSED, path + ": " + e.getMessage(), e);
    }
  }

  private List<String> fileLists(String packageName, String own, String listedFor) {
    String component = name.component();
    return own.equals(listedFor)
        ? List.of(
            AptContents.list(suite, component, own, packageName),
            AptContents.list(suite, "", own, packageName))
        : List.of(
            AptContents.list(suite, component, own, packageName),
            AptContents.list(suite, component, listedFor, packageName),
            AptContents.list(suite, "", own, packageName),
            AptContents.list(suite, "", listedFor, packageName));
  }

  private static void requirePresence(
      PackageFile file, Map<String, Long> sizes, AptTree.Pool pool) {
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

  /**
   * A flat repository's file names are relative to its folder or, below a common address, to the
   * tree.
   */
  private RepositoryPath place(String fileName, Map<String, Long> sizes) {
    RepositoryPath place = new RepositoryPath(suite.base() + fileName);
    boolean fromTop =
        suite.flat() && !sizes.containsKey(place.value()) && sizes.containsKey(fileName);
    return fromTop ? new RepositoryPath(fileName) : place;
  }

  private String suiteName() {
    if (!suite.flat()) {
      return suite.name();
    }
    String named = release.fields().field("Codename").orElse(release.fields().text("Suite"));
    String plain = named.replaceAll("[^A-Za-z0-9.+_-]+", "-");
    return plain.isEmpty() || plain.equals("-") ? "flat" : plain;
  }
}
