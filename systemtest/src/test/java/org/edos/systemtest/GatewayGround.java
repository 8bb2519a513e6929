package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.edos.core.gateway.HoldingsFilter;
import org.edos.core.unit.Sha256;
import org.edos.testkit.AptRepository;
import org.edos.testkit.Conduct;
import org.edos.testkit.MadeRpms;
import org.edos.testkit.OriginServer;
import org.edos.testkit.RpmRepository;
import org.edos.testkit.SigningKey;
import org.edos.testkit.TestData;

/**
 * An ordinary server of a real APT and a real RPM repository, made and signed by the tools that
 * archives use; and apt and dnf, which reach it through a daemon. Used by one thread.
 */
final class GatewayGround implements AutoCloseable {
  /** Bytes of each of the larger packages: several pieces. */
  static final int LARGE = 3_000_000;

  /** Packages of the APT repository that tests download: small real ones and two large ones. */
  static final List<String> DEBS =
      List.of(
          "node-once",
          "node-wrappy",
          "node-pump",
          "node-randombytes",
          "node-safe-buffer",
          "libtllist-dev",
          "ruby-jwt",
          "large-0",
          "large-1");

  /** Packages of the RPM repository that tests download: small ones and two large ones. */
  static final List<String> RPMS =
      List.of("made-0", "made-1", "made-2", "made-3", "made-4", "node-wrappy");

  /** How a package manager is told of the gateway. */
  enum Style {
    /** As its proxy. */
    PROXY,
    /** As the server of the repository. */
    PATH
  }

  private final Path folder;
  private final SigningKey key;
  private final List<EdosDaemon> daemons = new ArrayList<>();
  final OriginServer origin;
  private final AptRepository aptRepository;
  private int made;

  /**
   * Makes the repositories and serves them.
   *
   * @param folder an empty one
   */
  GatewayGround(Path folder, Random random) throws IOException {
    this.folder = folder;
    this.key = new SigningKey(folder.resolve("gnupg"));
    Path served = folder.resolve("served");
    this.aptRepository =
        new AptRepository(served.resolve("apt"), key)
            .add(TestData.debs())
            .add(MadePackages.write(folder.resolve("large"), "large", 2, LARGE, random))
            .publish();
    if (RpmRepository.present() && MadeRpms.present()) {
      int[] sizes = IntStream.of(2000, 9000, 60_000, LARGE, LARGE).toArray();
      List<Path> rpms = new ArrayList<>(TestData.rpms());
      rpms.removeIf(rpm -> rpm.toString().endsWith(".src.rpm"));
      rpms.addAll(MadeRpms.build(folder.resolve("rpms"), "made", sizes, random));
      new RpmRepository(served.resolve("rpm"), key).publish(rpms, chunked(random));
    }
    this.origin = new OriginServer(served);
  }

  /**
   * A file for zchunk's clients, and beside it the version of it that they have: no zchunk, none.
   */
  private List<Path> chunked(Random random) throws IOException {
    if (!Files.isExecutable(Path.of("/usr/bin/zck"))) {
      return List.of();
    }
    byte[] text = new byte[2_000_000];
    random.nextBytes(text);
    Path old = Files.write(folder.resolve("old"), text);
    for (int i = 100_000; i < text.length; i += 300_000) {
      text[i]++;
    }
    Path now = Files.write(folder.resolve("now"), text);
    for (Path file : List.of(old, now)) {
      Ended.run(folder, Map.of(), List.of("zck", "-o", file + ".zck", file.toString())).well();
    }
    // Under its own ending modifyrepo_c would unpack it.
    return List.of(Files.move(folder.resolve("now.zck"), folder.resolve("now.xml")));
  }

  /** A file that the origin serves. */
  Path served(String path) {
    return folder.resolve("served").resolve(path);
  }

  /** The file for zchunk's clients at the origin. */
  Path servedChunked() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("served/rpm/repodata"))) {
      return files.filter(file -> file.toString().endsWith("-now.xml")).findFirst().orElseThrow();
    }
  }

  /** The version of that file which a client has already. */
  Path oldChunked() {
    return folder.resolve("old.zck");
  }

  /**
   * Changes the APT repository as a mirror does that has the new root before the new indexes.
   *
   * @return what ends that state
   */
  Mending tear(Random random) throws IOException {
    Path index = folder.resolve("served/apt/dists/stable/main/binary-amd64");
    Path before = copy(index, fresh("before"));
    aptRepository.add(MadePackages.write(fresh("later"), "later", 1, 1000, random)).publish();
    Path after = copy(index, fresh("after"));
    replace(index, before);
    return () -> replace(index, after);
  }

  /** Publishes one more package; gives its path at the origin. */
  String publish(String name, int size, Random random) throws IOException {
    aptRepository.add(MadePackages.write(fresh(name), name, 1, size, random)).publish();
    return "apt/pool/main/" + name + "-0_1.0_all.deb";
  }

  /** Ends a torn state. */
  interface Mending {
    /** Brings the missing indexes. */
    void mend() throws IOException;
  }

  private static void replace(Path folder, Path with) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    copy(with, folder);
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.resolve("..").normalize());
        Files.copy(file, target);
      }
    }
    return to;
  }

  /** Whether this machine can have one. */
  static boolean present() {
    return AptRepository.present() && RealApt.present();
  }

  /** Whether it has the RPM repository, too. */
  static boolean withRpms() {
    return RpmRepository.present() && MadeRpms.present() && RealDnf.present();
  }

  /** Starts a daemon of no repository of its own. */
  EdosDaemon daemon(String... options) {
    return daemonAt(folder, options);
  }

  /** Starts one whose home is below that folder. */
  EdosDaemon daemonAt(Path below, String... options) {
    List<String> all = new ArrayList<>(List.of("client"));
    all.addAll(Arrays.asList(options));
    EdosDaemon daemon = EdosDaemon.start(below, "daemon-" + made++, all.toArray(String[]::new));
    daemons.add(daemon);
    return daemon;
  }

  /** An apt with nothing in its cache. */
  RealApt apt(EdosDaemon daemon, Style style) throws IOException {
    return new RealApt(
        fresh("apt"), repository("apt/", daemon, style), "stable", proxy(daemon, style), key());
  }

  /** A dnf that checks every signature. */
  RealDnf dnf(EdosDaemon daemon, Style style) throws IOException {
    Path own = fresh("dnf");
    Path keyFile = Files.write(own.resolve("key.asc"), key());
    return new RealDnf(
        own,
        repository("rpm/", daemon, style),
        "gpgcheck=1\nrepo_gpgcheck=1\ngpgkey="
            + keyFile.toUri()
            + "\n"
            + proxy(daemon, style).map(proxy -> "proxy=" + proxy + "\n").orElse(""));
  }

  private byte[] key() {
    return key.publicKey();
  }

  private URI repository(String which, EdosDaemon daemon, Style style) {
    URI there = origin.address().resolve(which);
    return style == Style.PROXY
        ? there
        : daemon.address().resolve("/origin/" + there.getAuthority() + there.getPath());
  }

  private static Optional<URI> proxy(EdosDaemon daemon, Style style) {
    return style == Style.PROXY ? Optional.of(daemon.address()) : Optional.empty();
  }

  /** A new folder. */
  Path fresh(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name + "-" + made++));
  }

  /** A new apt updates and downloads everything, and has exactly what the origin has. */
  void aptGetsEverything(EdosDaemon daemon, Style style) throws IOException {
    RealApt apt = apt(daemon, style);
    apt.aptGet("update", "--error-on=any").well();
    aptDownloadsEverything(apt);
  }

  /** An apt that is up to date downloads everything, and has exactly what the origin has. */
  void aptDownloadsEverything(RealApt apt) throws IOException {
    Path into = fresh("debs");
    apt.download(into, DEBS).well();
    isOfOrigin(into, "apt/pool/main", DEBS.size());
  }

  /** A new dnf downloads everything, and has exactly what the origin has. */
  void dnfGetsEverything(EdosDaemon daemon, Style style) throws IOException {
    Path into = fresh("rpms");
    dnf(daemon, style).download(fresh("dnf-root"), into, RPMS).well();
    isOfOrigin(into, "rpm", RPMS.size());
  }

  /** The folder holds so many files, each the same as the one of its name at the origin. */
  private void isOfOrigin(Path into, String below, int count) throws IOException {
    try (Stream<Path> files = Files.list(into)) {
      List<Path> got = files.toList();
      assertThat(got).hasSize(count);
      for (Path file : got) {
        // apt writes an epoch's colon as %3a, of which these packages have none.
        assertThat(file)
            .hasSameBinaryContentAs(
                folder.resolve("served").resolve(below).resolve(file.getFileName().toString()));
      }
    }
  }

  /** Every content in a daemon's store is what its name says. */
  static void nothingCorruptIn(EdosDaemon daemon) throws IOException {
    Path store = daemon.home().resolve("store/sha256");
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (InputStream bytes = Files.newInputStream(file)) {
          assertThat(Sha256.of(bytes.readAllBytes()).hex())
              .as("content " + file)
              .isEqualTo(file.getFileName().toString());
        }
      }
    }
  }

  /** What a peer serves to others that has every package. */
  Path holdings() throws IOException {
    Path served = fresh("holdings");
    Path contents = Files.createDirectories(served.resolve("content/sha256"));
    List<Sha256> held = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder.resolve("served"))) {
      for (Path file : files.filter(f -> f.toString().matches(".*[.](deb|rpm)")).toList()) {
        Sha256 hash = Sha256.of(Files.readAllBytes(file));
        if (!held.contains(hash)) {
          Files.createLink(contents.resolve(hash.hex()), file);
          held.add(hash);
        }
      }
    }
    Files.write(
        served.resolve("content/filter"),
        HoldingsFilter.of(new byte[HoldingsFilter.SALT_BYTES], held).bytes());
    return served;
  }

  /** Packages, not indexes, that the origin was asked for since it was last told to forget. */
  List<String> packagesAsked() {
    return origin.asked().stream()
        .filter(path -> path.endsWith(".deb") || path.endsWith(".rpm"))
        .toList();
  }

  /** Ends the daemons and has the origin behave well again. */
  void clear() {
    daemons.forEach(EdosDaemon::close);
    daemons.clear();
    origin.up();
    origin.behave(Conduct.WELL);
    origin.forget();
  }

  @Override
  public void close() {
    clear();
    origin.close();
    key.close();
  }
}
