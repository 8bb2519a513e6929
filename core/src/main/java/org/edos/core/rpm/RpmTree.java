package org.edos.core.rpm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.RepositoryContents;
import org.edos.core.metadata.RepositoryContents.PackageFile;
import org.edos.core.metadata.RepositoryContents.UtilityFile;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.metadata.TreeFiles;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;

/**
 * Reads a tree of rpm repositories: every folder of it that has a {@code repodata/repomd.xml}, from
 * the root down. What an index says counts only once the index has the hash that its root promises.
 * Immutable; safe for many threads, as far as the tree given to each is.
 *
 * <p>Full lists of files are taken from the index {@code filelists} where it is XML and its
 * compressed size is below 64 MiB; otherwise packages have the files that {@code primary} names, as
 * dnf sees them first.
 */
public final class RpmTree {
  /** Where the package files are. */
  public enum Pool {
    /** In the tree: one that is missing or of another size makes the tree torn. */
    HERE,
    /** At the repository's origin: the tree may hold indexes alone. */
    ELSEWHERE
  }

  private static final String ROOT = "repodata/repomd.xml";
  private static final long MAX_INDEX = 512L << 20;
  private static final long MAX_FILE_LISTS = 64L << 20;
  private static final int MAX_ROOT = 8 << 20;

  private final RootSignatures signatures;
  private final String distribution;

  /** Takes packages without a vendor for {@link RpmReader#UNKNOWN_DISTRIBUTION}'s. */
  public RpmTree(RootSignatures signatures) {
    this(signatures, RpmReader.UNKNOWN_DISTRIBUTION);
  }

  /**
   * Prefer this where the distribution is known.
   *
   * @param signatures asked about every root
   * @param distribution of packages that do not name their vendor
   */
  public RpmTree(RootSignatures signatures, String distribution) {
    this.signatures = signatures;
    this.distribution = distribution;
  }

  /** Whether the tree holds such a repository anywhere. */
  public static boolean recognises(TreeFiles files) throws IOException {
    return files.list().stream().anyMatch(file -> isRoot(file.path()));
  }

  /** Reads the whole tree, packages included. */
  public RepositoryContents read(TreeFiles files) throws IOException {
    return read(files, Pool.HERE);
  }

  /**
   * Reads the whole tree.
   *
   * @throws IOException if reading fails
   * @throws EdosException (not found) if it has no repodata; (refused) if a root is not trusted, a
   *     file is missing or is not what its index promises, a path leaves the tree, or hashes are
   *     too weak; (external) if an index is malformed
   */
  public RepositoryContents read(TreeFiles files, Pool pool) throws IOException {
    Tree tree = new Tree(files);
    Map<RepositoryPath, PackageFile> packages = new TreeMap<>();
    Map<RepositoryPath, UtilityFile> utilities = new TreeMap<>();
    List<RepositoryPath> roots = tree.sizes().keySet().stream().filter(RpmTree::isRoot).toList();
    if (roots.isEmpty()) {
      throw EdosException.notFound(
          "the tree has no repodata/repomd.xml; run createrepo_c on it, or publish it bare");
    }
    for (RepositoryPath root : roots) {
      readRepository(tree, pool, root, packages, utilities);
    }
    for (RepositoryPath path : tree.sizes().keySet()) {
      if (belongsToInstallation(path)) {
        utilities.put(path, tree.utility(path));
      }
    }
    for (RepositoryPath path : packages.keySet()) {
      if (utilities.containsKey(path)) {
        throw EdosException.refused(
            path + " is listed both as a package and as an index; index the repository anew");
      }
    }
    return new RepositoryContents(
        PackageFormat.RPM, List.copyOf(packages.values()), List.copyOf(utilities.values()));
  }

  private static boolean isRoot(RepositoryPath path) {
    return path.value().equals(ROOT) || path.value().endsWith("/" + ROOT);
  }

  /**
   * Installer images, keys, .treeinfo, media.1: whatever is neither a package nor the affair of a
   * repodata folder.
   */
  private static boolean belongsToInstallation(RepositoryPath path) {
    String value = "/" + path.value();
    String name = path.fileName();
    boolean hidden = value.contains("/.") && !name.equals(".treeinfo") && !name.equals(".discinfo");
    return !hidden
        && !value.contains("/repodata/")
        && !name.endsWith(".rpm")
        && !name.endsWith(".drpm");
  }

  private void readRepository(
      Tree tree,
      Pool pool,
      RepositoryPath root,
      Map<RepositoryPath, PackageFile> packages,
      Map<RepositoryPath, UtilityFile> utilities)
      throws IOException {
    String base = root.value().substring(0, root.value().length() - ROOT.length());
    byte[] text = tree.bytes(root, MAX_ROOT);
    checkSignature(tree, root, text, utilities);
    utilities.put(root, new UtilityFile(root, Sha256.of(text), text.length));
    Repomd repomd = Repomd.read(root.value(), text);
    Map<String, List<String>> lists = Map.of();
    byte[] primary = new byte[0];
    RepositoryPath primaryPath = root;
    for (Repomd.Index index : repomd.indexes()) {
      RepositoryPath path = tree.locate(base, index.href(), root);
      index.size().ifPresent(size -> tree.requireSize(path, size, root));
      if (index.type().equals("primary")) {
        primaryPath = path;
        primary = tree.verified(path, index.checksum(), root, MAX_INDEX);
        utilities.put(path, new UtilityFile(path, Sha256.of(primary), primary.length));
      } else if (index.type().equals("filelists") && tree.size(path) <= MAX_FILE_LISTS) {
        byte[] bytes = tree.verified(path, index.checksum(), root, MAX_FILE_LISTS);
        utilities.put(path, new UtilityFile(path, Sha256.of(bytes), bytes.length));
        lists = readFileLists(path, bytes);
      } else {
        utilities.put(path, tree.verifiedUtility(path, index.checksum(), root));
      }
    }
    if (primaryPath.equals(root)) {
      throw EdosException.refused(
          root + " names no index of type primary; index the repository anew");
    }
    readPackages(tree, pool, base, primaryPath, primary, lists, packages);
  }

  private void checkSignature(
      Tree tree, RepositoryPath root, byte[] text, Map<RepositoryPath, UtilityFile> utilities)
      throws IOException {
    RepositoryPath signature = new RepositoryPath(root.value() + ".asc");
    RepositoryPath key = new RepositoryPath(root.value() + ".key");
    if (tree.has(signature)) {
      byte[] armoured = tree.bytes(signature, MAX_ROOT);
      signatures.detached(root, text, armoured);
      utilities.put(signature, new UtilityFile(signature, Sha256.of(armoured), armoured.length));
    } else {
      signatures.unsigned(root);
    }
    if (tree.has(key)) {
      utilities.put(key, tree.utility(key));
    }
  }

  private static Map<String, List<String>> readFileLists(RepositoryPath path, byte[] bytes)
      throws IOException {
    try (InputStream in = Compressed.open(path, new ByteArrayInputStream(bytes))) {
      return FileListsXml.read(path.value(), in);
    }
  }

  private void readPackages(
      Tree tree,
      Pool pool,
      String base,
      RepositoryPath primaryPath,
      byte[] primary,
      Map<String, List<String>> lists,
      Map<RepositoryPath, PackageFile> packages)
      throws IOException {
    List<PrimaryXml.Listed> listed = new ArrayList<>();
    try (InputStream in = Compressed.open(primaryPath, new ByteArrayInputStream(primary))) {
      PrimaryXml.read(primaryPath.value(), in, distribution, listed::add);
    }
    String collection = base.isEmpty() ? "all/" : base;
    for (PrimaryXml.Listed one : listed) {
      boolean absent = pool == Pool.ELSEWHERE && !tree.has(base, one.href(), primaryPath);
      RepositoryPath path =
          absent
              ? Tree.path(base + one.href(), primaryPath)
              : tree.locate(base, one.href(), primaryPath);
      Sha256 sha256 =
          absent ? promised(path, one, primaryPath) : checked(tree, path, one, primaryPath);
      List<String> files = lists.getOrDefault(one.checksum().hex(), one.metadata().files());
      PackageMetadata metadata = one.with(sha256, files);
      PackageFile file = new PackageFile(path, metadata, collection + metadata.id().architecture());
      PackageFile other = packages.putIfAbsent(path, file);
      if (other != null && !other.metadata().sha256().equals(sha256)) {
        throw EdosException.refused(
            primaryPath + " contradicts another index about " + path + "; index both anew");
      }
    }
  }

  private static Sha256 promised(
      RepositoryPath path, PrimaryXml.Listed listed, RepositoryPath index) {
    return listed
        .checksum()
        .sha256()
        .orElseThrow(() ->
            EdosException.refused(
                "%s vouches for %s by %s; without the package itself there must be a SHA-256"
                    .formatted(index, path, listed.checksum().algorithm())));
  }

  /**
   * The package's name as content: what the index says, or its own hash once it has the one that
   * the index says.
   */
  private static Sha256 checked(
      Tree tree, RepositoryPath path, PrimaryXml.Listed listed, RepositoryPath index)
      throws IOException {
    tree.requireSize(path, listed.metadata().size(), index);
    Optional<Sha256> known = listed.checksum().sha256();
    return known.isPresent()
        ? known.get()
        : tree.verifiedUtility(path, listed.checksum(), index).sha256();
  }

  /** The files of the tree, and what can go wrong with them. */
  private record Tree(TreeFiles files, Map<RepositoryPath, Long> sizes) {
    Tree(TreeFiles files) throws IOException {
      this(files, new TreeMap<>());
      files.list().forEach(file -> sizes.put(file.path(), file.size()));
    }

    boolean has(RepositoryPath path) {
      return sizes.containsKey(path);
    }

    /** Whether a location names a file of the tree, as it is written or as a URL. */
    boolean has(String base, String href, RepositoryPath index) {
      return Stream.of(href, href.indexOf('%') < 0 ? href : decoded(href))
          .anyMatch(place -> has(path(base + place, index)));
    }

    private static String decoded(String href) {
      try {
        return URLDecoder.decode(href.replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        return href; // A plain name that holds a percent sign.
      }
    }

    long size(RepositoryPath path) {
      return sizes.getOrDefault(path, 0L);
    }

    /** The file that a location names; some indexes write locations as URLs. */
    RepositoryPath locate(String base, String href, RepositoryPath index) {
      RepositoryPath path = path(base + href, index);
      if (!has(path) && href.indexOf('%') >= 0) {
        path = path(base + decoded(href), index);
      }
      if (!has(path)) {
        throw torn(path, index, "is missing");
      }
      return path;
    }

    private static RepositoryPath path(String value, RepositoryPath index) {
      try {
        return new RepositoryPath(value);
      } catch (EdosException e) {
        throw new EdosException(EdosException.Category.REFUSED, index + ": " + e.getMessage(), e);
      }
    }

    void requireSize(RepositoryPath path, long size, RepositoryPath index) {
      if (size(path) != size) {
        throw torn(path, index, "has " + size(path) + " bytes, not " + size);
      }
    }

    byte[] bytes(RepositoryPath path, long most) throws IOException {
      try (InputStream in = open(path)) {
        byte[] bytes = in.readNBytes((int) most + 1);
        if (bytes.length > most) {
          throw EdosException.refused(path + " is larger than " + most + " bytes");
        }
        return bytes;
      }
    }

    byte[] verified(RepositoryPath path, Checksum checksum, RepositoryPath index, long most)
        throws IOException {
      byte[] bytes = bytes(path, most);
      if (!checksum.matches(checksum.digest().digest(bytes))) {
        throw torn(path, index, "has another hash");
      }
      return bytes;
    }

    UtilityFile verifiedUtility(RepositoryPath path, Checksum checksum, RepositoryPath index)
        throws IOException {
      Hashed hashed = Hashed.of(this, path, checksum);
      if (!checksum.matches(hashed.promised())) {
        throw torn(path, index, "has another hash");
      }
      return new UtilityFile(path, hashed.sha256(), hashed.size());
    }

    UtilityFile utility(RepositoryPath path) throws IOException {
      Hashed hashed = Hashed.of(this, path, new Checksum("SHA-256", ""));
      return new UtilityFile(path, hashed.sha256(), hashed.size());
    }

    InputStream open(RepositoryPath path) throws IOException {
      return files
          .open(path)
          .orElseThrow(() -> EdosException.refused(path + " went away while the tree was read"));
    }

    private static EdosException torn(RepositoryPath path, RepositoryPath index, String how) {
      return EdosException.refused(
          "torn repository: "
              + path
              + " "
              + how
              + ", by "
              + index
              + "; wait for its update to finish, or sync it again");
    }
  }

  /** A file's SHA-256, its hash by another algorithm and its size, from one pass. */
  private record Hashed(Sha256 sha256, byte[] promised, long size) {
    static Hashed of(Tree tree, RepositoryPath path, Checksum checksum) throws IOException {
      var sha256 = Sha256.digest();
      var other = checksum.digest();
      long size = 0;
      byte[] buffer = new byte[1 << 16];
      try (InputStream in = tree.open(path)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          sha256.update(buffer, 0, n);
          other.update(buffer, 0, n);
          size += n;
        }
      }
      return new Hashed(Sha256.of(sha256), other.digest(), size);
    }
  }
}
