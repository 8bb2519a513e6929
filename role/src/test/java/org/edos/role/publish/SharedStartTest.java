package org.edos.role.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.edos.core.swarm.Assignment.Part;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.Layout;
import org.edos.physical.torrent.Torrent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SharedStartTest {
  private static final int PIECE = 1024;

  /** A content of a cluster, and who may fetch it. */
  private record Open(int cluster, Layout.Span span, List<PeerId> takers) {}

  static Stream<Arguments> strategiesAndSeeds() {
    return Strategies.all().stream()
        .flatMap(s -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(s, seed)));
  }

  private static List<Torrent> torrents(RandomCrowd crowd, ClusterPlan plan) {
    Map<Sha256, Long> sizes = crowd.composition().contents();
    List<Torrent> torrents = new ArrayList<>();
    for (Cluster cluster : plan.clusters()) {
      List<Torrent.Entry> entries =
          cluster.contents().stream()
              .map(content -> new Torrent.Entry(content, sizes.getOrDefault(content, 0L)))
              .toList();
      torrents.add(new Torrent(new byte[0], "%040x".formatted(cluster.number()), entries, PIECE));
    }
    return torrents;
  }

  @ParameterizedTest
  @MethodSource("strategiesAndSeeds")
  void eachPieceGoesToTheOneOfItsTakersThatHasLeast(ClusterStrategy strategy, long seed) {
    RandomCrowd crowd = RandomCrowd.of(150, 25, new Random(seed));
    ClusterPlan plan = strategy.plan(crowd.composition(), RandomCrowd.DIGEST, crowd.wishes());
    List<Torrent> torrents = torrents(crowd, plan);
    Map<PeerId, List<Part>> parts =
        SharedStart.deal(crowd.composition(), plan, torrents, crowd.wishes());
    assertThat(parts).as("seed %d", seed).isEqualTo(plainly(crowd, plan, torrents));
  }

  /** The same with nothing but lists: the first of those with least, for every piece. */
  private static Map<PeerId, List<Part>> plainly(
      RandomCrowd crowd, ClusterPlan plan, List<Torrent> torrents) {
    Map<PeerId, Set<Sha256>> wished = new HashMap<>();
    crowd.wishes().forEach(wish -> wished.put(wish.peer(), crowd.wished(wish)));
    List<Open> open = new ArrayList<>();
    for (Cluster cluster : plan.clusters()) {
      for (Layout.Span span : Layout.of(torrents.get(cluster.number())).spans()) {
        List<PeerId> takers =
            cluster.members().stream()
                .filter(member ->
                    !cluster.selective()
                        || wished.getOrDefault(member, Set.of()).contains(span.entry().content()))
                .toList();
        open.add(new Open(cluster.number(), span, takers));
      }
    }
    open.sort(Comparator.comparingInt(o -> o.takers().size()));
    Map<PeerId, Long> loads = new HashMap<>();
    Map<PeerId, Map<Integer, BitSet>> first = new HashMap<>();
    for (Open o : open) {
      long bytes = Math.ceilDiv(o.span().entry().size(), (long) o.span().pieces());
      for (int piece = 0; piece < o.span().pieces(); piece++) {
        PeerId least =
            o.takers().stream()
                .min(Comparator.comparing(peer -> loads.getOrDefault(peer, 0L)))
                .orElseThrow();
        loads.merge(least, bytes, Long::sum);
        first
            .computeIfAbsent(least, p -> new HashMap<>())
            .computeIfAbsent(o.cluster(), c -> new BitSet())
            .set(o.span().firstPiece() + piece);
      }
    }
    Map<PeerId, List<Part>> parts = new TreeMap<>();
    for (WishList wish : crowd.wishes()) {
      Map<Integer, BitSet> own = first.getOrDefault(wish.peer(), Map.of());
      List<Part> mine =
          plan.of(wish.peer()).stream()
              .map(cluster ->
                  new Part(
                      cluster.number(),
                      cluster.selective(),
                      own.getOrDefault(cluster.number(), new BitSet())))
              .toList();
      if (!mine.isEmpty()) {
        parts.put(wish.peer(), mine);
      }
    }
    return parts;
  }
}
