package org.edos.actor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edos.actor.SharedGroup.Reason;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;

/**
 * Exactly what a peer gives to whoever asks for it: every content of its store, and why each is
 * there. Safe for use by many threads.
 */
public final class PeerShares {
  private final ContentStore store;
  private final KnownReleases releases;
  private final ReleaseTrees trees;

  PeerShares(ContentStore store, KnownReleases releases, ReleaseTrees trees) {
    this.store = store;
    this.releases = releases;
    this.trees = trees;
  }

  /**
   * What is shared, by reason: releases, the oldest first, then what the gateway fetched, then the
   * rest. A content of several releases is counted with the first.
   *
   * @param kept the contents that the gateway fetched
   */
  public List<SharedGroup> groups(Collection<Sha256> kept) {
    Set<Sha256> left = here();
    List<SharedGroup> groups = new ArrayList<>();
    long named = 0;
    for (ReleaseId release : releases.accepted()) {
      long contents = 0;
      long bytes = 0;
      for (Composition.Entry entry : entries(release)) {
        if (left.remove(entry.sha256())) {
          contents++;
          bytes += entry.size();
        }
      }
      add(groups, new SharedGroup(Reason.RELEASE, release.toString(), contents, bytes));
      named += bytes;
    }
    Set<Sha256> gateway = new HashSet<>(kept);
    gateway.retainAll(left);
    left.removeAll(gateway);
    long bytes = gateway.stream().mapToLong(this::size).sum();
    add(groups, new SharedGroup(Reason.GATEWAY, "", gateway.size(), bytes));
    long rest = Math.max(0, store.usedBytes() - named - bytes);
    add(groups, new SharedGroup(Reason.OTHER, "", left.size(), rest));
    return groups;
  }

  private static void add(List<SharedGroup> groups, SharedGroup group) {
    if (group.contents() > 0) {
      groups.add(group);
    }
  }

  private Set<Sha256> here() {
    try (Stream<Sha256> all = store.list()) {
      return all.collect(Collectors.toCollection(HashSet::new));
    }
  }

  private List<Composition.Entry> entries(ReleaseId release) {
    try {
      return trees.tree(release).composition().entries();
    } catch (EdosException e) {
      return List.of();
    }
  }

  private long size(Sha256 content) {
    return store.find(content).map(Content::size).orElse(0L);
  }

  /**
   * Contents of a release that are shared, in the order of their paths.
   *
   * @param after how many of them come before
   */
  public List<SharedContent> ofRelease(ReleaseId release, long after, int limit) {
    Set<Sha256> here = here();
    return trees.tree(release).composition().entries().stream()
        .filter(entry -> here.remove(entry.sha256()))
        .skip(after)
        .limit(limit)
        .map(PeerShares::content)
        .toList();
  }

  private static SharedContent content(Composition.Entry entry) {
    return new SharedContent(
        entry.sha256(), entry.size(), entry.path().value(), entry.unit().toString());
  }

  /**
   * Contents that are shared for another reason, in the order of their hashes.
   *
   * @param reason {@link Reason#GATEWAY} or {@link Reason#OTHER}
   * @param kept the contents that the gateway fetched
   * @param after how many of them come before
   */
  public List<SharedContent> others(Reason reason, Collection<Sha256> kept, long after, int limit) {
    Set<Sha256> left = here();
    for (ReleaseId release : releases.accepted()) {
      entries(release).forEach(entry -> left.remove(entry.sha256()));
    }
    Set<Sha256> gateway = Set.copyOf(kept);
    return left.stream()
        .filter(content -> gateway.contains(content) == (reason == Reason.GATEWAY))
        .sorted((a, b) -> a.hex().compareTo(b.hex()))
        .skip(after)
        .limit(limit)
        .map(content -> new SharedContent(content, size(content), "", ""))
        .toList();
  }
}
