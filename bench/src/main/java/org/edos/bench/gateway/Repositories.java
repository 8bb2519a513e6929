package org.edos.bench.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.edos.bench.Occasion;
import org.edos.bench.OtherProgram;
import org.edos.core.EdosException;
import org.edos.testkit.AptRepository;
import org.edos.testkit.MadeRpms;
import org.edos.testkit.RpmRepository;
import org.edos.testkit.SigningKey;

/**
 * What the origin serves: {@code apt/} with real packages and a few made ones, {@code rpm/} with
 * made ones.
 *
 * @param root that the origin serves
 * @param key that signed, armoured
 * @param debs real packages, the smallest first
 * @param rpms names of rpm packages
 * @param middle a package of {@link #MIDDLE} bytes
 * @param huge a package of 500 MB, or of less in a quick run
 */
record Repositories(
    Path root, byte[] key, List<Deb> debs, List<String> rpms, Deb middle, Deb huge) {
  /** Bytes of the package that peers have. */
  static final int MIDDLE = 50_000_000;

  private static final int HUGE = 500_000_000;
  private static final String POOL = "apt/pool/main/";

  /** Packages that people install on servers; with all that they need they are 205. */
  private static final List<String> WANTED =
      List.of(
          "nginx",
          "git",
          "openjdk-17-jre-headless",
          "python3",
          "postgresql-15",
          "build-essential",
          "curl",
          "vim",
          "redis-server");

  /**
   * A package of the APT repository.
   *
   * @param name of the package
   * @param path below the origin's address
   * @param size in bytes
   */
  record Deb(String name, String path, long size) {}

  /**
   * Makes them.
   *
   * @throws EdosException if a program that is needed is not installed
   */
  static Repositories make(Occasion occasion) throws IOException, InterruptedException {
    if (!AptRepository.present() || !RpmRepository.present() || !MadeRpms.present()) {
      throw EdosException.external(
          "install the packages apt-utils, gnupg, createrepo-c and rpm, then run this again");
    }
    Path work = Files.createDirectories(occasion.scratch().resolve("made"));
    Path root = Files.createDirectories(occasion.scratch().resolve("origin"));
    List<Path> real = download(occasion);
    occasion.tell("making an APT and an RPM repository");
    Random random = new Random(5);
    Deb middle = made(work, "middle", MIDDLE, random);
    Deb huge = made(work, "huge", occasion.quickOr(MIDDLE, HUGE), random);
    try (SigningKey key = new SigningKey(occasion.scratch().resolve("gnupg"))) {
      new AptRepository(root.resolve("apt"), key)
          .add(real)
          .add(List.of(work.resolve("middle.deb"), work.resolve("huge.deb")))
          .publish();
      int count = occasion.quickOr(20, 100);
      int[] sizes = IntStream.range(0, count).map(i -> 2000 + i * 5000).toArray();
      new RpmRepository(root.resolve("rpm"), key)
          .publish(MadeRpms.build(work.resolve("rpms"), "made", sizes, random));
      List<String> rpms = IntStream.range(0, count).mapToObj(i -> "made-" + i).toList();
      List<Deb> debs = new ArrayList<>();
      for (Path file : real) {
        debs.add(deb(file));
      }
      debs.sort(Comparator.comparingLong(Deb::size));
      return new Repositories(root, key.publicKey(), debs, rpms, middle, huge);
    }
  }

  /** The smallest ones, so many. */
  List<Deb> smallest(int count) {
    return debs.subList(0, Math.min(count, debs.size()));
  }

  /**
   * So many of all sizes but the largest: 120 of them have 31 MB, as an upgrade brings that people
   * do every week or so.
   */
  List<Deb> ofAllSizes(int count) {
    int usual = Math.min(debs.size(), count * 22 / 15);
    return IntStream.range(0, Math.min(count, usual))
        .mapToObj(i -> debs.get(i * usual / Math.min(count, usual)))
        .toList();
  }

  /** Packages of so many bytes together, or a little less, the smallest first. */
  List<Deb> upTo(long bytes) {
    long sum = 0;
    int count = 0;
    while (count < debs.size() && sum + debs.get(count).size() <= bytes) {
      sum += debs.get(count++).size();
    }
    return debs.subList(0, count);
  }

  private static Deb deb(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    return new Deb(name.substring(0, name.indexOf('_')), POOL + name, Files.size(file));
  }

  /** Real packages, from where this machine gets its own; kept for the next run. */
  private static List<Path> download(Occasion occasion) throws IOException, InterruptedException {
    Path kept =
        Files.createDirectories(occasion.checkout().resolve("bench/target/packages/partial"))
            .resolveSibling("archives");
    Files.createDirectories(kept.resolve("partial"));
    if (debs(kept).isEmpty()) {
      occasion.tell("downloading real packages, once");
      Path status = Files.writeString(occasion.scratch().resolve("status"), "");
      List<String> command =
          new ArrayList<>(
              List.of(
                  "apt-get",
                  "-q",
                  "-y",
                  "-o",
                  "Dir::State::Status=" + status,
                  "-o",
                  "Dir::Cache::archives=" + kept,
                  "-o",
                  "Dir::Cache::pkgcache=",
                  "-o",
                  "Dir::Cache::srcpkgcache=",
                  "-o",
                  "Debug::NoLocking=true",
                  "-o",
                  "APT::Sandbox::User=",
                  "--no-install-recommends",
                  "--download-only",
                  "install"));
      command.addAll(WANTED);
      OtherProgram.print(command, occasion.scratch().resolve("download.log"), Map.of());
    }
    List<Path> debs = debs(kept);
    return named(
        debs.isEmpty() ? debs(occasion.checkout().resolve("testdata/deb")) : debs,
        Files.createDirectories(occasion.scratch().resolve("made/real")));
  }

  /** Named as archives name them: without the epoch, which apt adds to its own names. */
  private static List<Path> named(List<Path> debs, Path folder) throws IOException {
    List<Path> renamed = new ArrayList<>();
    for (Path deb : debs) {
      Path target = folder.resolve(deb.getFileName().toString().replaceFirst("_[0-9]+%3a", "_"));
      renamed.add(Files.copy(deb, target));
    }
    return renamed;
  }

  private static List<Path> debs(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".deb")).sorted().toList();
    }
  }

  /** A real package of random bytes. */
  private static Deb made(Path work, String name, int size, Random random)
      throws IOException, InterruptedException {
    Path tree = work.resolve(name);
    Path payload = Files.createDirectories(tree.resolve("usr/share")).resolve(name);
    byte[] portion = new byte[1_000_000];
    try (OutputStream out = Files.newOutputStream(payload)) {
      for (int written = 0; written < size; written += portion.length) {
        random.nextBytes(portion);
        out.write(portion);
      }
    }
    Files.writeString(
        Files.createDirectories(tree.resolve("DEBIAN")).resolve("control"),
        """
        Package: %s
        Version: 1
        Architecture: all
        Maintainer: Edos <edos@localhost>
        Description: made for a measurement
        """
            .formatted(name));
    Path deb = work.resolve(name + ".deb");
    if (!OtherProgram.print(
        List.of("dpkg-deb", "-Znone", "--root-owner-group", "-b", tree.toString(), deb.toString()),
        work.resolve("dpkg-deb.log"))) {
      throw EdosException.external("dpkg-deb cannot make " + deb + "; see that its disk has room");
    }
    Files.delete(payload);
    return new Deb(name, POOL + name + ".deb", Files.size(deb));
  }
}
