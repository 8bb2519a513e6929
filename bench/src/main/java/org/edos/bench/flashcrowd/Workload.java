package org.edos.bench.flashcrowd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UtilityId;
import org.edos.physical.torrent.TorrentFile.Source;
import org.edos.role.publish.Strategies;

/**
 * A flash crowd's wishes: machines of different uses upgrade from one release of a distribution to
 * the next. Which packages each wants and how large they are is the distribution's; sizes are
 * divided by a scale, and the bytes are random.
 *
 * @param composition the packages that any machine wants
 * @param sources their files, in composition order
 * @param wishes of each machine, by peer
 */
record Workload(Composition composition, List<Source> sources, Map<PeerId, WishList> wishes) {
  /** Uses of machines, each by the packages that somebody installs for it. */
  private static final List<List<String>> USES =
      List.of(
          List.of("task-gnome-desktop"),
          List.of("task-kde-desktop"),
          List.of("task-xfce-desktop"),
          List.of("task-web-server", "php", "mariadb-server"),
          List.of("build-essential", "git", "python3-dev"),
          List.of("default-jdk", "gdb"),
          List.of("chromium"),
          List.of("thunderbird"),
          List.of("qemu-system-x86", "libvirt-daemon-system"),
          List.of("postfix", "dovecot-imapd"),
          List.of("php-fpm", "nginx"),
          List.of("texlive"),
          List.of("postgresql"),
          List.of("nodejs"),
          List.of("bind9"),
          List.of("golang-go"),
          List.of("vlc", "ffmpeg", "gimp"));

  private static final Sha256 DIGEST = Sha256.of(new byte[0]);

  /**
   * Machines of one to three uses each, with their files in a folder. The same seed gives the same
   * workload.
   */
  static Workload create(TwoReleases releases, Path folder, int peers, int scale, long seed)
      throws IOException {
    Random random = new Random(seed);
    List<Set<String>> machines = new ArrayList<>();
    Set<String> wanted = new HashSet<>();
    for (int peer = 0; peer < peers; peer++) {
      List<String> roots = new ArrayList<>(List.of("linux-image-amd64", "openssh-server"));
      for (int use = 0; use < 1 + random.nextInt(3); use++) {
        roots.addAll(USES.get(random.nextInt(USES.size())));
      }
      Set<String> machine = releases.machine(roots);
      machine.retainAll(releases.updated());
      machines.add(machine);
      wanted.addAll(machine);
    }
    Map<String, Source> files = new TreeMap<>();
    Files.createDirectories(folder);
    for (String name : wanted.stream().sorted().toList()) {
      long size = Math.max(1, releases.updatedSize(name) / scale);
      files.put(name, file(folder, (int) size, random));
    }
    Composition composition = composition(files);
    Map<PeerId, WishList> wishes = new TreeMap<>();
    List<String> names = List.copyOf(files.keySet());
    for (int peer = 0; peer < peers; peer++) {
      BitSet wish = new BitSet();
      for (int position = 0; position < names.size(); position++) {
        wish.set(position, machines.get(peer).contains(names.get(position)));
      }
      PeerId id = new PeerId("%016x".formatted(random.nextLong()));
      wishes.put(id, new WishList(composition.id(), DIGEST, id, wish));
    }
    return new Workload(composition, List.copyOf(files.values()), wishes);
  }

  private static Source file(Path folder, int size, Random random) throws IOException {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    Sha256 sha256 = Sha256.of(bytes);
    return new Source(sha256, size, Files.write(folder.resolve(sha256.hex()), bytes));
  }

  private static Composition composition(Map<String, Source> files) {
    List<Composition.Entry> entries = new ArrayList<>();
    files.forEach((name, file) ->
        entries.add(
            new Composition.Entry(
                new RepositoryPath("pool/" + name),
                new UtilityId(name, "1"),
                file.content(),
                file.size(),
                file.content())));
    return new Composition(
        ReleaseId.parse("upgrade@1"),
        1,
        Instant.EPOCH,
        Instant.EPOCH,
        PackageFormat.DEB,
        entries,
        List.of());
  }

  Sha256 digest() {
    return DIGEST;
  }

  /** The name of the strategy that is chosen for these wishes where none is named. */
  String usualStrategy() {
    return Strategies.standard().plan(composition, DIGEST, wishes.values()).strategy();
  }

  private BitSet positions(PeerId peer) {
    WishList wish = wishes.get(peer);
    return wish == null ? new BitSet() : wish.wanted();
  }

  /** What the peer wants, in composition order. */
  List<Sha256> wanted(PeerId peer) {
    return positions(peer).stream().mapToObj(i -> sources.get(i).content()).toList();
  }

  /** The same without the wishes of some peers, so that they only send. */
  Workload without(Set<PeerId> some) {
    Map<PeerId, WishList> others = new TreeMap<>(wishes);
    others.keySet().removeAll(some);
    return new Workload(composition, sources, others);
  }

  /** Bytes that the peer wants. */
  long wantedBytes(PeerId peer) {
    return positions(peer).stream().mapToLong(i -> sources.get(i).size()).sum();
  }

  /** Bytes that all peers together want. */
  long wantedBytes() {
    return wishes.keySet().stream().mapToLong(this::wantedBytes).sum();
  }

  /** Bytes that anybody wants, each once. */
  long distinctBytes() {
    BitSet anybody = new BitSet();
    wishes.values().forEach(wish -> anybody.or(wish.wanted()));
    return anybody.stream().mapToLong(i -> sources.get(i).size()).sum();
  }
}
