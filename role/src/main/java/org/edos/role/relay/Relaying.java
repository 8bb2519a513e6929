package org.edos.role.relay;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PartialContent;
import org.edos.core.gateway.Via;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentSource;
import org.edos.physical.content.ContentStore;
import org.edos.physical.kept.Kept;
import org.edos.physical.upstream.Upstream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings files here, each once however many want it at the same time: from the store, else from
 * peers and the origin at once, whoever is faster. Safe for use by many threads.
 */
public final class Relaying implements AutoCloseable {
  /**
   * What it works with. It closes none of them.
   *
   * @param store where files come to lie
   * @param kept which of the store's contents came from here
   * @param peers gives contents of other daemons
   * @param upstream asks origins
   * @param holders finds peers
   * @param relayed hears of every file that was given; must not take long
   * @param clock tells when contents were used
   * @param sharing whether others may have parts of what is on its way
   */
  public record Parts(
      ContentStore store,
      Kept kept,
      ContentSource peers,
      Upstream upstream,
      Holders holders,
      Consumer<Relayed> relayed,
      Clock clock,
      boolean sharing) {}

  private static final Logger LOG = LoggerFactory.getLogger(Relaying.class);

  private final Parts parts;
  private final Workshop shop;
  private final Map<KnownFile, Fetch> underWay = new ConcurrentHashMap<>();
  private final Fetch.Owner owner = new Register();
  private volatile boolean closed;

  /** Fetches nothing yet. */
  public Relaying(Parts parts) {
    this.parts = parts;
    this.shop = new Workshop(parts);
  }

  /**
   * Begins to bring a file for somebody who asked, or joins in where it is on its way; where it is
   * in the store already, the transfer is {@link Transfer.State#HERE}.
   *
   * @param origins where the repository's own server has it, the best address first; may be empty
   * @throws EdosException external if this is closed
   */
  public Transfer begin(KnownFile file, List<URI> origins) {
    if (!underWay.containsKey(file)) {
      Optional<Content> here = held(file);
      if (here.isPresent()) {
        parts.kept().touch(file.sha256(), parts.clock().instant());
        owner.given(file, Map.of(Via.CACHE, file.size()), 1);
        return new HeldTransfer(file, here.get());
      }
    }
    return fetch(file, origins, true);
  }

  /** Begins to bring a file that somebody will ask for, unless it is here or on its way. */
  public void ahead(KnownFile file, List<URI> origins) {
    if (!underWay.containsKey(file) && held(file).isEmpty()) {
      fetch(file, origins, false);
    }
  }

  private Optional<Content> held(KnownFile file) {
    return parts.store().find(file.sha256()).filter(content -> content.size() == file.size());
  }

  private Fetch fetch(KnownFile file, List<URI> origins, boolean asked) {
    Fetch[] made = new Fetch[1];
    Fetch fetch =
        underWay.computeIfAbsent(
            file,
            key -> {
              made[0] = new Fetch(shop, key, owner);
              return made[0];
            });
    fetch.join(origins, asked);
    if (fetch == made[0]) {
      start(fetch);
    }
    return fetch;
  }

  private void start(Fetch fetch) {
    try {
      if (!closed) {
        shop.executor().execute(fetch::run);
        return;
      }
    } catch (RejectedExecutionException e) {
      underWay.remove(fetch.file(), fetch);
      throw EdosException.external("this daemon is being stopped", e);
    }
    underWay.remove(fetch.file(), fetch);
    throw EdosException.external("this daemon is being stopped");
  }

  /** A transfer that is under way, for those who would share in it. */
  public Optional<Transfer> underWay(Sha256 id) {
    return find(id).map(fetch -> fetch);
  }

  /**
   * What is here already of a large file that is on its way, for other daemons; empty where nothing
   * is shared. Never waits.
   */
  public Optional<PartialContent> available(Sha256 id) {
    return parts.sharing() ? find(id).flatMap(Fetch::available) : Optional.empty();
  }

  /** The files of which some pieces are {@link #available}. Never waits. */
  public Set<Sha256> arriving() {
    return parts.sharing()
        ? underWay.values().stream()
            .filter(Fetch::hasPieces)
            .map(fetch -> fetch.file().sha256())
            .collect(Collectors.toUnmodifiableSet())
        : Set.of();
  }

  private Optional<Fetch> find(Sha256 id) {
    return underWay.values().stream().filter(fetch -> fetch.file().sha256().equals(id)).findFirst();
  }

  /** Ends every transfer; what is verified already is still kept. */
  @Override
  public void close() {
    closed = true;
    shop.close();
    underWay.clear();
  }

  private final class Register implements Fetch.Owner {
    @Override
    public void ended(Fetch fetch) {
      underWay.remove(fetch.file(), fetch);
      if (underWay.isEmpty()) {
        shop.buffers().tidy();
      }
    }

    @Override
    public void given(KnownFile file, Map<Via, Long> amounts, int askers) {
      try {
        parts.relayed().accept(new Relayed(file, amounts));
        for (int i = 1; i < askers; i++) {
          parts.relayed().accept(new Relayed(file, Map.of(Via.CACHE, file.size())));
        }
      } catch (EdosException e) {
        LOG.warn("a file that was given is missing in the account", e);
      }
    }
  }
}
