package org.edos.core.deb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.edos.core.EdosException;
import org.edos.core.metadata.CheckedRepository;
import org.edos.core.metadata.RepositoryContents;
import org.edos.core.metadata.RepositoryContents.PackageFile;
import org.edos.core.metadata.RepositoryContents.UtilityFile;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.metadata.TreeFiles;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;

/**
 * Reads a tree as apt does, from its roots down: the signature vouches for InRelease or Release,
 * which vouches for the indexes, which vouch for the packages. Every suite below {@code dists/} is
 * read, and every flat repository (a folder with Release beside Packages). Mirrors may be partial:
 * indexes that are not there are not missed, so long as those that are there agree with each other.
 */
public final class AptTree {
  /** Where the package files are. */
  public enum Pool {
    /** In the tree: one that is missing or of another size makes the tree torn. */
    HERE,
    /** At the repository's origin: the tree may hold indexes alone. */
    ELSEWHERE
  }

  private static final int MAX_ROOT = 32 << 20;
  private static final int MAX_SIGNATURE = 1 << 20;

  private final TreeFiles tree;
  private final RootSignatures signatures;
  private final Pool pool;
  private final Map<String, Long> sizes = new TreeMap<>();
  private final Map<String, AptRelease.Listed> listed = new HashMap<>();
  private final Map<String, UtilityFile> hashed = new HashMap<>();
  private final List<AptPackages> packages = new ArrayList<>();
  private final Map<String, AptContents> contents = new LinkedHashMap<>();

  private AptTree(TreeFiles tree, RootSignatures signatures, Pool pool) throws IOException {
    this.tree = tree;
    this.signatures = signatures;
    this.pool = pool;
    for (TreeFiles.TreeFile file : tree.list()) {
      sizes.put(file.path().value(), file.size());
    }
  }

  /**
   * What the tree holds, after all checks, in memory; see {@link #check}.
   *
   * @throws IOException if the tree cannot be read
   */
  public static RepositoryContents read(TreeFiles tree, RootSignatures signatures, Pool pool)
      throws IOException {
    return RepositoryContents.of(check(tree, signatures, pool));
  }

  /**
   * Checks a tree: every root, every file that a root vouches for, and, where the packages are to
   * be in the tree, that each is there in its size.
   *
   * @param signatures decides whether each root is trusted; only the text that it verified is
   *     parsed
   * @throws EdosException (usage) if there is no apt repository, (refused) if a root is not
   *     trusted, a file is malformed, or the tree is torn: a file that a root or an index promises
   *     has another size or hash, a package is missing
   * @throws IOException if the tree cannot be read
   */
  public static CheckedRepository check(TreeFiles tree, RootSignatures signatures, Pool pool)
      throws IOException {
    return new AptTree(tree, signatures, pool).check();
  }

  private CheckedRepository check() throws IOException {
    List<Suite> suites = Suite.find(sizes.keySet());
    if (suites.isEmpty()) {
      throw EdosException.usage(
          "no dists/*/InRelease or Release in the tree: give the folder that holds dists/");
    }
    for (Suite suite : suites) {
      read(suite);
    }
    for (AptPackages index : packages) {
      utility(index.path());
    }
    Set<String> found = new HashSet<>();
    Optional<CheckedRepository.Totals> totals =
        pool == Pool.HERE ? Optional.of(count(found)) : Optional.empty();
    List<UtilityFile> utilities = new ArrayList<>();
    for (String path : sizes.keySet()) {
      if (!found.contains(path) && isUtility(path)) {
        utilities.add(utility(path));
      }
    }
    return new Checked(totals, List.copyOf(utilities));
  }

  /** Reads every entry, so that a tree in which a package is missing is refused at once. */
  private CheckedRepository.Totals count(Set<String> found) throws IOException {
    Map<RepositoryPath, Sha256> seen = new HashMap<>();
    long[] bytes = {0};
    readPackages((unread, position) -> {
      PackageFile file = listed(unread).file();
      Sha256 sha256 = file.metadata().sha256();
      Sha256 before = seen.putIfAbsent(file.path(), sha256);
      if (before == null) {
        found.add(file.path().value());
        bytes[0] += file.metadata().size();
      } else {
        RepositoryContents.requireSame(file.path(), before, sha256);
      }
    });
    return new CheckedRepository.Totals(found.size(), bytes[0]);
  }

  private static CheckedRepository.ListedPackage listed(CheckedRepository.Unread unread) {
    try {
      return unread.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readPackages(CheckedRepository.PackageSink sink) throws IOException {
    long before = 0;
    for (AptPackages index : packages) {
      try (InputStream in = open(index.path())) {
        index.read(in, sizes, pool, before, sink);
      }
      before += index.listed().size();
    }
  }

  /** The tree once it is checked. */
  private final class Checked implements CheckedRepository {
    private final Optional<Totals> totals;
    private final List<UtilityFile> utilities;

    Checked(Optional<Totals> totals, List<UtilityFile> utilities) {
      this.totals = totals;
      this.utilities = utilities;
    }

    @Override
    public PackageFormat format() {
      return PackageFormat.DEB;
    }

    @Override
    public List<UtilityFile> utilities() {
      return utilities;
    }

    @Override
    public long indexBytes() {
      return packages.stream().mapToLong(index -> index.listed().size()).sum();
    }

    @Override
    public Optional<Totals> totals() {
      return totals;
    }

    @Override
    public boolean hasFileLists() {
      return !contents.isEmpty();
    }

    @Override
    public void packages(PackageSink sink) throws IOException {
      readPackages(sink);
    }

    @Override
    public void fileLists(FileSink sink) throws IOException {
      for (AptContents index : contents.values()) {
        try (InputStream in = open(index.path())) {
          index.read(in, sink);
        }
      }
    }
  }

  /**
   * Packages that no index lists belong to no one; hidden files are the mirroring program's own.
   */
  private static boolean isUtility(String path) {
    return !path.endsWith(".deb")
        && !path.endsWith(".udeb")
        && !path.startsWith(".")
        && !path.contains("/.");
  }

  private void read(Suite suite) throws IOException {
    AptRelease release = root(suite);
    Map<String, List<String>> variants = new LinkedHashMap<>();
    boolean promised = false;
    for (Map.Entry<String, AptRelease.Listed> entry : release.files().entrySet()) {
      String path = suite.path(entry.getKey());
      expect(path, entry.getValue());
      if (sizes.containsKey(path)) {
        AptContents.of(entry.getKey(), suite, entry.getValue()).ifPresent(this::add);
      }
      Optional<String> stem = AptIndexName.stem(entry.getKey());
      if (stem.isPresent()) {
        promised |=
            entry.getValue().size() > 0
                && Compression.of(entry.getKey(), stem.get()).equals(Optional.of(Compression.NONE));
        variants.computeIfAbsent(stem.get(), s -> new ArrayList<>()).add(entry.getKey());
      }
    }
    boolean any = false;
    for (Map.Entry<String, List<String>> index : variants.entrySet()) {
      any |= addIndex(suite, release, index.getKey(), index.getValue());
    }
    if (promised && !any) {
      throw torn(suite.path("Release"), "lists package indexes, but the tree holds none of them");
    }
  }

  /** Notes what a file must be, and that it has the right size if it is there. */
  private void expect(String path, AptRelease.Listed what) {
    new RepositoryPath(path);
    listed.put(path, what);
    Long size = sizes.get(path);
    if (size != null && size != what.size()) {
      throw torn(path, "has " + size + " bytes, its Release says " + what.size());
    }
  }

  private AptRelease root(Suite suite) throws IOException {
    String inRelease = suite.path("InRelease");
    String release = suite.path("Release");
    String detached = suite.path("Release.gpg");
    RepositoryPath releasePath = new RepositoryPath(release);
    Optional<AptRelease> clear = Optional.empty();
    if (sizes.containsKey(inRelease)) {
      byte[] text =
          signatures.clearSigned(new RepositoryPath(inRelease), bytes(inRelease, MAX_ROOT));
      clear = Optional.of(AptRelease.parse(text, inRelease));
    }
    if (!sizes.containsKey(release)) {
      return clear.orElseThrow();
    }
    byte[] text = bytes(release, MAX_ROOT);
    if (sizes.containsKey(detached)) {
      signatures.detached(releasePath, text, bytes(detached, MAX_SIGNATURE));
    } else if (clear.isEmpty()) {
      signatures.unsigned(releasePath);
    }
    AptRelease plain = AptRelease.parse(text, release);
    if (clear.isPresent() && !clear.get().files().equals(plain.files())) {
      throw torn(release, "lists other files than InRelease beside it");
    }
    return plain;
  }

  /** Of the variants of one index, that which unpacks fastest. */
  private void add(AptContents index) {
    contents.merge(
        AptContents.list(index.suite(), index.component(), index.architecture(), ""),
        index,
        (one, other) -> one.compression().compareTo(other.compression()) <= 0 ? one : other);
  }

  /**
   * Notes one Packages index in the variant that unpacks fastest; false if there is none in the
   * tree.
   */
  private boolean addIndex(Suite suite, AptRelease release, String stem, List<String> names) {
    Comparator<String> fastest =
        Comparator.comparing(name -> Compression.of(name, stem).orElseThrow());
    for (String name : names.stream().sorted(fastest).toList()) {
      AptRelease.Listed what = Objects.requireNonNull(release.files().get(name));
      String path = suite.path(name);
      String byHash = suite.path(AptIndexName.byHash(name, what.sha256()));
      String place = sizes.containsKey(path) ? path : byHash;
      if (sizes.containsKey(place)) {
        expect(place, what);
        Compression compression = Compression.of(name, stem).orElseThrow();
        packages.add(
            new AptPackages(place, compression, AptIndexName.of(stem), suite, release, what));
        return true;
      }
    }
    return false;
  }

  private UtilityFile utility(String path) throws IOException {
    UtilityFile file = hashed.get(path);
    if (file == null) {
      try (InputStream in = open(path)) {
        DigestInput digest = new DigestInput(in);
        Sha256 sha256 = digest.finish();
        file = new UtilityFile(new RepositoryPath(path), sha256, digest.count());
      }
    }
    hashed.put(path, file);
    AptRelease.Listed what = listed.get(path);
    if (what != null) {
      check(file, what);
    }
    if (path.contains("/by-hash/SHA256/") && !file.path().fileName().equals(file.sha256().hex())) {
      throw torn(path, "has the SHA-256 " + file.sha256() + ", not that of its name");
    }
    return file;
  }

  /** Refuses a file that is not the one that its root promises. */
  static void check(UtilityFile file, AptRelease.Listed what) {
    if (file.size() != what.size()) {
      throw torn(
          file.path().value(), "has " + file.size() + " bytes, its Release says " + what.size());
    }
    if (!file.sha256().equals(what.sha256())) {
      throw torn(
          file.path().value(),
          "has the SHA-256 " + file.sha256() + ", its Release says " + what.sha256());
    }
  }

  private byte[] bytes(String path, int limit) throws IOException {
    try (InputStream in = open(path)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw EdosException.refused(
            path + " has more than " + limit + " bytes, which no honest root needs");
      }
      hashed.put(path, new UtilityFile(new RepositoryPath(path), Sha256.of(bytes), bytes.length));
      return bytes;
    }
  }

  private InputStream open(String path) throws IOException {
    return tree.open(new RepositoryPath(path))
        .orElseThrow(() -> torn(path, "vanished while the tree was read"));
  }

  /** The refusal of a tree whose parts do not belong together. */
  static EdosException torn(String path, String why) {
    return EdosException.refused(
        "the tree is torn: "
            + path
            + " "
            + why
            + "; let its update finish or make its indexes anew, then publish again");
  }
}
