package org.edos.role.locate;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.edos.core.EdosException;
import org.edos.core.Recent;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.unit.Sha256;
import org.edos.physical.holdings.PeerHoldings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hashes of files' pieces, as several peers tell them. What most say is taken; who vouched for
 * a list is remembered until it is known whether the list was right. Safe for use by many threads.
 */
final class PieceLists {
  private static final Logger LOG = LoggerFactory.getLogger(PieceLists.class);

  /** Stands for who put the item into the hash table, and cannot be known. */
  private static final URI ITEM = URI.create("item:pieces");

  private static final int ASKED = 3;
  private static final int ENOUGH = 2;
  private static final long MOST_BYTES = 8 << 20;
  private static final int MOST_WRONG = 10_000;
  private static final int ENTRY_BYTES = 300;

  /** A larger file's list would be larger than what is said of all files. */
  private static final long LARGEST = 64L << 30;

  /** What was said of one file; guarded by its lock. */
  private static final class Said {
    private final long weight;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Map<PieceHashes, Set<URI>> lists = new HashMap<>();
    private final List<URI> asked = new ArrayList<>();
    private Optional<Sha256> key = Optional.empty();
    private int unanswered;

    Said(KnownFile file) {
      weight = ENTRY_BYTES + (long) ASKED * PieceHashes.HASH_BYTES * PieceHashes.count(file.size());
    }

    /** The list that most vouch for; among equals the one of who was asked first. */
    Optional<Map.Entry<PieceHashes, Set<URI>>> best() {
      return lists.entrySet().stream()
          .max(
              Comparator.comparingInt(this::votes)
                  .thenComparingInt(e -> -firstAsked(e.getValue())));
    }

    private long peersAsked() {
      return asked.stream().filter(one -> !one.equals(ITEM)).count();
    }

    private int votes(Map.Entry<PieceHashes, Set<URI>> told) {
      return told.getValue().size() + (key.filter(told.getKey().key()::equals).isPresent() ? 1 : 0);
    }

    private int firstAsked(Set<URI> vouching) {
      return vouching.stream()
          .filter(one -> !one.equals(ITEM))
          .mapToInt(asked::indexOf)
          .min()
          .orElse(Integer.MAX_VALUE);
    }
  }

  private record Wrong(Sha256 file, Sha256 list) {}

  private final PeerHoldings holdings;
  private final Optional<PieceItems> items;
  private final Reputation reputation;
  private final Recent<KnownFile, Said> files;
  private final Recent<Wrong, Boolean> wrong = new Recent<>(MOST_WRONG);

  /**
   * Knows nothing yet.
   *
   * @param items what the hash table says, which counts as one more who is asked
   */
  PieceLists(PeerHoldings holdings, Optional<PieceItems> items, Reputation reputation) {
    this.holdings = holdings;
    this.items = items;
    this.reputation = reputation;
    this.files = new Recent<>(MOST_BYTES, said -> said.weight);
  }

  /**
   * Asks the best of these, and waits for two that agree, for all of those asked, or until the time
   * is over.
   */
  Optional<PieceHashes> find(KnownFile file, List<Holder> holders, Duration atMost) {
    if (file.size() > LARGEST || PieceHashes.tier(file.size()) == PieceHashes.Tier.NONE) {
      return Optional.empty();
    }
    Said said = files.computeIfAbsent(file, () -> new Said(file));
    long deadline = System.nanoTime() + atMost.toNanos();
    said.lock.lock();
    try {
      if (items.isPresent() && !said.asked.contains(ITEM)) {
        said.asked.add(ITEM);
        said.unanswered++;
        var unused = items.get().get(file).thenAccept(told -> item(told, file, said));
      }
      for (Holder holder : reputation.inOrder(holders, file.sha256())) {
        if (said.peersAsked() < ASKED && !said.asked.contains(holder.peer())) {
          said.asked.add(holder.peer());
          said.unanswered++;
          Thread.ofVirtual().name("edos-pieces").start(() -> ask(holder.peer(), file, said));
        }
      }
      long left = deadline - System.nanoTime();
      while (said.unanswered > 0
          && left > 0
          && said.best().filter(best -> said.votes(best) >= ENOUGH).isEmpty()) {
        left = said.more.awaitNanos(left);
      }
      return said.best().map(Map.Entry::getKey);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      said.lock.unlock();
    }
  }

  private void ask(URI peer, KnownFile file, Said said) {
    Optional<PieceHashes> list = Optional.empty();
    try {
      list = holdings.pieces(peer, file);
    } catch (EdosException e) {
      LOG.debug("{} tells no pieces of {}: {}", peer, file.sha256(), e.getMessage());
    }
    said.lock.lock();
    try {
      said.unanswered--;
      list.ifPresent(told -> vouch(peer, file, told, said));
      if (list.isEmpty()) {
        // Another may be asked in its place.
        said.asked.remove(peer);
      }
      said.more.signalAll();
    } finally {
      said.lock.unlock();
    }
  }

  private void item(PieceItems.Told told, KnownFile file, Said said) {
    said.lock.lock();
    try {
      said.unanswered--;
      said.key = told.key();
      told.list().ifPresent(list -> vouch(ITEM, file, list, said));
      said.more.signalAll();
    } finally {
      said.lock.unlock();
    }
  }

  private void vouch(URI peer, KnownFile file, PieceHashes told, Said said) {
    if (wrong.get(new Wrong(file.sha256(), told.key())).isPresent()) {
      lied(peer);
    } else {
      said.lists.computeIfAbsent(told, list -> new HashSet<>()).add(peer);
    }
  }

  /** The list is not believed again, nor who vouched for it. */
  void wrong(KnownFile file, PieceHashes list) {
    wrong.put(new Wrong(file.sha256(), list.key()), true);
    Optional<Said> found = files.get(file);
    if (found.isEmpty()) {
      return;
    }
    List<URI> liars = new ArrayList<>();
    Said said = found.get();
    said.lock.lock();
    try {
      Set<URI> vouched = said.lists.remove(list);
      if (vouched != null) {
        liars.addAll(vouched);
        said.asked.removeAll(vouched);
      }
    } finally {
      said.lock.unlock();
    }
    liars.forEach(this::lied);
  }

  private void lied(URI peer) {
    if (!peer.equals(ITEM)) {
      reputation.lied(peer);
    }
  }
}
