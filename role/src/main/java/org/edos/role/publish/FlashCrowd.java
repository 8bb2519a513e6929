package org.edos.role.publish;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.Assignment;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.CrowdStatus.Phase;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.Torrent;
import org.jspecify.annotations.Nullable;

/** One flash crowd in the hands of {@link FlashCrowds}, on whose thread alone it lives. */
final class FlashCrowd {
  final ReleaseId release;
  final Composition composition;
  final Sha256 digest;
  final String strategy;
  final Instant opened;
  final Instant closes;
  final Map<PeerId, WishList> wishes = new TreeMap<>();
  final Map<PeerId, CrowdReport> reports = new TreeMap<>();
  Phase phase = Phase.OPEN;

  /** Of what the store lacks; what failed, with the reason. */
  @Nullable CompletableFuture<Map<Sha256, String>> fetch;

  @Nullable ClusterPlan plan;
  List<Torrent> torrents = List.of();

  /** Each member's part of the plan; computed when the first asks. */
  Map<PeerId, List<Assignment.Part>> parts = Map.of();

  @Nullable Instant planned;
  @Nullable Instant finished;
  long uploadedBytes;

  FlashCrowd(
      ReleaseId release,
      Composition composition,
      Sha256 digest,
      String strategy,
      Instant opened,
      Instant closes) {
    this.release = release;
    this.composition = composition;
    this.digest = digest;
    this.strategy = strategy;
    this.opened = opened;
    this.closes = closes;
  }

  boolean allDone() {
    return wishes.keySet().stream()
        .allMatch(
            peer -> Optional.ofNullable(reports.get(peer)).map(CrowdReport::done).orElse(false));
  }

  long wantedBytes() {
    List<Long> sizes = List.copyOf(composition.contents().values());
    return wishes.values().stream().mapToLong(wish -> bytes(wish.wanted(), sizes)).sum();
  }

  long distinctBytes() {
    BitSet anybody = new BitSet();
    wishes.values().forEach(wish -> anybody.or(wish.wanted()));
    return bytes(anybody, List.copyOf(composition.contents().values()));
  }

  /** The contents that somebody wishes. */
  Map<Sha256, Long> wished() {
    BitSet anybody = new BitSet();
    wishes.values().forEach(wish -> anybody.or(wish.wanted()));
    Map<Sha256, Long> wished = new LinkedHashMap<>();
    int position = 0;
    for (Map.Entry<Sha256, Long> content : composition.contents().entrySet()) {
      if (anybody.get(position++)) {
        wished.put(content.getKey(), content.getValue());
      }
    }
    return wished;
  }

  /** Bytes that the plan brings to members that did not wish for them. */
  long unwantedBytes() {
    if (plan == null) {
      return 0;
    }
    Map<Sha256, Long> sizes = composition.contents();
    Map<Sha256, Integer> positions = new HashMap<>();
    sizes.keySet().forEach(content -> positions.put(content, positions.size()));
    long unwanted = 0;
    for (ClusterPlan.Cluster cluster : plan.clusters()) {
      for (PeerId member : cluster.members()) {
        WishList wish = wishes.get(member);
        for (Sha256 content : cluster.contents()) {
          Integer position = positions.get(content);
          boolean wished = wish != null && position != null && wish.wanted().get(position);
          unwanted += wished || cluster.selective() ? 0 : sizes.getOrDefault(content, 0L);
        }
      }
    }
    return unwanted;
  }

  /** A member's part of the plan; of none where nothing of its wishes is to be had. */
  Assignment assignment(PeerId peer) {
    ClusterPlan planned = Objects.requireNonNull(plan, "planned");
    if (parts.isEmpty()) {
      parts = SharedStart.deal(composition, planned, torrents, wishes.values());
    }
    return new Assignment(
        release, digest, planned.strategy(), peer, parts.getOrDefault(peer, List.of()), List.of());
  }

  private static long bytes(BitSet positions, List<Long> sizes) {
    return positions.stream().mapToLong(sizes::get).sum();
  }

  /**
   * What must outlive the process, besides the wish lists, the plan and the torrents, which are
   * documents themselves.
   */
  byte[] state() {
    Properties state = new Properties();
    state.setProperty("phase", phase.name());
    state.setProperty("digest", digest.hex());
    state.setProperty("strategy", strategy);
    state.setProperty("opened", opened.toString());
    state.setProperty("closes", closes.toString());
    state.setProperty("uploaded", Long.toString(uploadedBytes));
    Optional.ofNullable(planned).ifPresent(time -> state.setProperty("planned", time.toString()));
    Optional.ofNullable(finished).ifPresent(time -> state.setProperty("finished", time.toString()));
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      state.store(out, null);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static FlashCrowd ofState(ReleaseId release, Composition composition, byte[] bytes) {
    Properties state = new Properties();
    try {
      state.load(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    FlashCrowd crowd =
        new FlashCrowd(
            release,
            composition,
            new Sha256(state.getProperty("digest", "")),
            state.getProperty("strategy", ""),
            Instant.parse(state.getProperty("opened", "")),
            Instant.parse(state.getProperty("closes", "")));
    crowd.phase = Phase.valueOf(state.getProperty("phase", ""));
    crowd.uploadedBytes = Long.parseLong(state.getProperty("uploaded", "0"));
    crowd.planned =
        Optional.ofNullable(state.getProperty("planned")).map(Instant::parse).orElse(null);
    crowd.finished =
        Optional.ofNullable(state.getProperty("finished")).map(Instant::parse).orElse(null);
    return crowd;
  }
}
