package org.edos.bench.crowd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UtilityId;
import org.edos.physical.torrent.TorrentFile.Source;
import org.edos.role.publish.StrictClusters;

/**
 * What a flash crowd disseminates: files of random bytes, few of them large, and peers that want
 * the half that is on every machine, each about half of some groups beyond it, and some a file that
 * nobody else wants.
 *
 * @param sources the files, in composition order
 * @param wanted positions in the sources, of each peer
 * @param plan strict clusters of the wish lists
 */
record Workload(List<Source> sources, Map<PeerId, BitSet> wanted, ClusterPlan plan) {
  private static final int FILES = 60;
  private static final int GROUPS = 6;
  private static final int LONE_FILES = 3;

  /** Files of that many bytes together, in the folder. The same seed gives the same workload. */
  static Workload create(Path folder, int bytes, int peers, long seed) throws IOException {
    Random random = new Random(seed);
    List<Source> sources = sources(folder, bytes, random);
    Composition composition = composition(sources);
    Map<PeerId, BitSet> wanted = new TreeMap<>();
    for (int peer = 0; peer < peers; peer++) {
      wanted.put(new PeerId("%016x".formatted(peer + 1L)), wishes(peer, random));
    }
    Sha256 digest = Sha256.of(new byte[0]);
    List<WishList> lists = new ArrayList<>();
    wanted.forEach(
        (peer, wishes) -> lists.add(new WishList(composition.id(), digest, peer, wishes)));
    return new Workload(sources, wanted, new StrictClusters().plan(composition, digest, lists));
  }

  private static List<Source> sources(Path folder, int bytes, Random random) throws IOException {
    double[] weights = random.doubles(FILES).map(share -> Math.exp(4 * share)).toArray();
    double all = Arrays.stream(weights).sum();
    Files.createDirectories(folder);
    List<Source> sources = new ArrayList<>();
    for (double weight : weights) {
      byte[] content = new byte[(int) (bytes * weight / all)];
      random.nextBytes(content);
      Sha256 sha256 = Sha256.of(content);
      sources.add(
          new Source(sha256, content.length, Files.write(folder.resolve(sha256.hex()), content)));
    }
    return sources;
  }

  private static Composition composition(List<Source> sources) {
    List<Composition.Entry> entries = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      String name = "file%03d".formatted(i);
      Sha256 sha256 = sources.get(i).content();
      entries.add(
          new Composition.Entry(
              new RepositoryPath(name),
              new UtilityId(name, "1"),
              sha256,
              sources.get(i).size(),
              sha256));
    }
    return new Composition(
        ReleaseId.parse("crowd@1"),
        1,
        Instant.EPOCH,
        Instant.EPOCH,
        PackageFormat.DEB,
        entries,
        List.of());
  }

  /**
   * The first half for everybody; then groups of files, each wanted or not; the last files by one
   * peer each.
   */
  private static BitSet wishes(int peer, Random random) {
    BitSet wishes = new BitSet();
    wishes.set(0, FILES / 2);
    int grouped = FILES / 2 - LONE_FILES;
    for (int group = 0; group < GROUPS; group++) {
      if (random.nextBoolean()) {
        wishes.set(
            FILES / 2 + group * grouped / GROUPS, FILES / 2 + (group + 1) * grouped / GROUPS);
      }
    }
    if (peer < LONE_FILES) {
      wishes.set(FILES - LONE_FILES + peer);
    }
    return wishes;
  }

  /** Bytes that the peer wants. */
  long wantedBytes(PeerId peer) {
    return wanted.getOrDefault(peer, new BitSet()).stream()
        .mapToLong(i -> sources.get(i).size())
        .sum();
  }

  /** Bytes that all peers together want. */
  long wantedBytes() {
    return wanted.keySet().stream().mapToLong(this::wantedBytes).sum();
  }

  /** Bytes that anybody wants, each once. */
  long distinctBytes() {
    return plan.clusters().stream().mapToLong(ClusterPlan.Cluster::bytes).sum();
  }
}
