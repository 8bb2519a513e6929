package org.edos.core.swarm;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Peers in the order of their ids, in one array: a plan for ten thousand peers has millions of
 * memberships, and one of these takes the space of a reference. Immutable.
 */
public final class PeerSet extends AbstractSet<PeerId> implements SortedSet<PeerId> {
  private final PeerId[] peers;
  private final int from;
  private final int to;

  private PeerSet(PeerId[] peers, int from, int to) {
    this.peers = peers;
    this.from = from;
    this.to = to;
  }

  /** These peers, each once. */
  public static PeerSet copyOf(Collection<PeerId> peers) {
    if (peers instanceof PeerSet set) {
      return set;
    }
    PeerId[] sorted = new TreeSet<>(peers).toArray(PeerId[]::new);
    return new PeerSet(sorted, 0, sorted.length);
  }

  /**
   * The peers at these positions of a list.
   *
   * @param ordered ascending, each once
   * @param positions ascending, each once
   */
  public static PeerSet of(List<PeerId> ordered, int[] positions) {
    PeerId[] chosen = new PeerId[positions.length];
    for (int i = 0; i < positions.length; i++) {
      chosen[i] = ordered.get(positions[i]);
      if (i > 0 && chosen[i].compareTo(chosen[i - 1]) <= 0) {
        throw new IllegalArgumentException("not in order: " + chosen[i]);
      }
    }
    return new PeerSet(chosen, 0, chosen.length);
  }

  /** These peers and some more. */
  public PeerSet with(Collection<PeerId> more) {
    PeerSet others = copyOf(more);
    PeerId[] both = new PeerId[size() + others.size()];
    int ours = from;
    int theirs = others.from;
    int count = 0;
    while (ours < to || theirs < others.to) {
      int order =
          ours == to ? 1 : theirs == others.to ? -1 : peers[ours].compareTo(others.peers[theirs]);
      both[count++] = order <= 0 ? peers[ours] : others.peers[theirs];
      ours += order <= 0 ? 1 : 0;
      theirs += order >= 0 ? 1 : 0;
    }
    return new PeerSet(both, 0, count);
  }

  @Override
  public int size() {
    return to - from;
  }

  @Override
  public boolean contains(@Nullable Object peer) {
    return peer instanceof PeerId id && Arrays.binarySearch(peers, from, to, id) >= 0;
  }

  @Override
  public Iterator<PeerId> iterator() {
    return Arrays.asList(peers).subList(from, to).iterator();
  }

  @Override
  public @Nullable Comparator<? super PeerId> comparator() {
    return null;
  }

  @Override
  public PeerSet subSet(PeerId least, PeerId end) {
    return new PeerSet(peers, position(least), Math.max(position(least), position(end)));
  }

  @Override
  public PeerSet headSet(PeerId end) {
    return new PeerSet(peers, from, position(end));
  }

  @Override
  public PeerSet tailSet(PeerId least) {
    return new PeerSet(peers, position(least), to);
  }

  @Override
  public PeerId first() {
    return at(from);
  }

  @Override
  public PeerId last() {
    return at(to - 1);
  }

  private PeerId at(int position) {
    if (isEmpty()) {
      throw new NoSuchElementException("no peer");
    }
    return peers[position];
  }

  /** Of the first peer that is not before this one. */
  private int position(PeerId peer) {
    int found = Arrays.binarySearch(peers, from, to, peer);
    return found >= 0 ? found : -found - 1;
  }
}
