package org.edos.core.rpm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.edos.core.EdosException;
import org.edos.core.metadata.CheckedRepository;
import org.edos.core.metadata.RepositoryContents;
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
 * <p>Full lists of files are taken from the index {@code filelists} where there is one; otherwise
 * packages have the files that {@code primary} names, as dnf sees them first.
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
  private static final String PRIMARY = "primary";
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

  /** Reads the whole tree into memory, packages included. */
  public RepositoryContents read(TreeFiles files) throws IOException {
    return read(files, Pool.HERE);
  }

  /** Reads the whole tree into memory; see {@link #check}. */
  public RepositoryContents read(TreeFiles files, Pool pool) throws IOException {
    return RepositoryContents.of(check(files, pool));
  }

  /**
   * Checks a tree: every root, every index that a root vouches for, and, where the packages are to
   * be in the tree, that each is there in its size.
   *
   * @throws IOException if reading fails
   * @throws EdosException (not found) if it has no repodata; (refused) if a root is not trusted, a
   *     file is missing or is not what its index promises, a path leaves the tree, or hashes are
   *     too weak; (external) if an index is malformed
   */
  public CheckedRepository check(TreeFiles files, Pool pool) throws IOException {
    RpmFiles tree = new RpmFiles(files);
    Map<RepositoryPath, UtilityFile> utilities = new TreeMap<>();
    List<RepositoryPath> roots = tree.sizes().keySet().stream().filter(RpmTree::isRoot).toList();
    if (roots.isEmpty()) {
      throw EdosException.notFound(
          "the tree has no repodata/repomd.xml; run createrepo_c on it, or publish it bare");
    }
    List<RpmIndexes> repositories = new ArrayList<>();
    for (RepositoryPath root : roots) {
      repositories.add(checkRepository(tree, pool, root, utilities));
    }
    Set<RepositoryPath> found = new HashSet<>();
    Optional<CheckedRepository.Totals> totals =
        pool == Pool.HERE ? Optional.of(count(repositories, found)) : Optional.empty();
    for (RepositoryPath path : tree.sizes().keySet()) {
      if (belongsToInstallation(path)) {
        utilities.put(path, tree.utility(path));
      }
    }
    for (RepositoryPath path : found) {
      if (utilities.containsKey(path)) {
        throw EdosException.refused(
            path + " is listed both as a package and as an index; index the repository anew");
      }
    }
    return new Checked(List.copyOf(repositories), totals, List.copyOf(utilities.values()));
  }

  /** Reads every entry, so that a tree in which a package is missing is refused at once. */
  private static CheckedRepository.Totals count(
      List<RpmIndexes> repositories, Set<RepositoryPath> found) throws IOException {
    Map<RepositoryPath, String> seen = new HashMap<>();
    long bytes = 0;
    for (RpmIndexes repository : repositories) {
      bytes += repository.count(seen);
    }
    found.addAll(seen.keySet());
    return new CheckedRepository.Totals(seen.size(), bytes);
  }

  /** The tree once it is checked. */
  private record Checked(
      List<RpmIndexes> repositories, Optional<Totals> totals, List<UtilityFile> utilities)
      implements CheckedRepository {
    @Override
    public PackageFormat format() {
      return PackageFormat.RPM;
    }

    @Override
    public long indexBytes() {
      return repositories.stream().mapToLong(RpmIndexes::primaryBytes).sum();
    }

    @Override
    public boolean hasFileLists() {
      return repositories.stream().anyMatch(repository -> repository.fileLists().isPresent());
    }

    @Override
    public void packages(PackageSink sink) throws IOException {
      long before = 0;
      for (RpmIndexes repository : repositories) {
        repository.packages(before, sink);
        before += repository.primaryBytes();
      }
    }

    @Override
    public void fileLists(FileSink sink) throws IOException {
      for (RpmIndexes repository : repositories) {
        repository.readFileLists(sink);
      }
    }
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

  private RpmIndexes checkRepository(
      RpmFiles tree, Pool pool, RepositoryPath root, Map<RepositoryPath, UtilityFile> utilities)
      throws IOException {
    String base = root.value().substring(0, root.value().length() - ROOT.length());
    byte[] text = tree.bytes(root, MAX_ROOT);
    checkSignature(tree, root, text, utilities);
    utilities.put(root, new UtilityFile(root, Sha256.of(text), text.length));
    Repomd repomd = Repomd.read(root.value(), text);
    Map<String, RpmIndexes.Place> places = new HashMap<>();
    for (Repomd.Index index : repomd.indexes()) {
      boolean needed = pool == Pool.HERE || index.type().equals(PRIMARY);
      if (!needed && !tree.has(base, index.href(), root)) {
        continue;
      }
      RepositoryPath path = tree.locate(base, index.href(), root);
      index.size().ifPresent(size -> tree.requireSize(path, size, root));
      utilities.put(path, tree.verifiedUtility(path, index.checksum(), root));
      places.putIfAbsent(index.type(), new RpmIndexes.Place(path, index.checksum()));
    }
    return new RpmIndexes(
        tree,
        pool,
        base,
        distribution,
        Optional.ofNullable(places.get(PRIMARY))
            .orElseThrow(() ->
                EdosException.refused(
                    root + " names no index of type primary; index the repository anew")),
        Optional.ofNullable(places.get("filelists")));
  }

  private void checkSignature(
      RpmFiles tree, RepositoryPath root, byte[] text, Map<RepositoryPath, UtilityFile> utilities)
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
}
