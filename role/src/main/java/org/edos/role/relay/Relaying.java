package org.edos.role.relay;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.Via;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentSource;
import org.edos.physical.content.ContentStore;
import org.edos.physical.upstream.Upstream;
import org.edos.physical.upstream.UpstreamAnswer;
import org.edos.physical.upstream.UpstreamRequest;

/** Brings files here, each once however many want it at the same time. Safe for many threads. */
public final class Relaying implements AutoCloseable {
  /**
   * What it works with.
   *
   * @param store where files come to lie
   * @param peers gives contents of other daemons
   * @param upstream asks origins
   * @param holders finds peers
   * @param relayed hears of every file that was given
   */
  public record Parts(
      ContentStore store,
      ContentSource peers,
      Upstream upstream,
      Holders holders,
      Consumer<Relayed> relayed) {}

  private final Parts parts;
  private final Map<Sha256, Simple> underWay = new ConcurrentHashMap<>();

  /** Fetches nothing yet. */
  public Relaying(Parts parts) {
    this.parts = parts;
  }

  /**
   * Begins to bring a file, or joins in where it is on its way; where it is in the store already,
   * the transfer is {@link Transfer.State#HERE}.
   *
   * @param origins where the repository's own server has it, the best address first; may be empty
   */
  public Transfer begin(KnownFile file, List<URI> origins) {
    return underWay.computeIfAbsent(
        file.sha256(),
        id -> {
          Simple transfer = new Simple(file);
          Thread.ofVirtual().name("edos-relay").start(() -> transfer.run(origins));
          return transfer;
        });
  }

  /** A transfer that is under way, for those who would share in it. */
  public Optional<Transfer> underWay(Sha256 id) {
    return Optional.ofNullable(underWay.get(id));
  }

  /** Ends every transfer. */
  @Override
  public void close() {
    underWay.clear();
  }

  private final class Simple implements Transfer {
    private final KnownFile file;
    private final CompletableFuture<Content> content = new CompletableFuture<>();

    Simple(KnownFile file) {
      this.file = file;
    }

    void run(List<URI> origins) {
      try {
        Optional<Content> here = parts.store().find(file.sha256());
        content.complete(here.isPresent() ? here.get() : fetch(origins));
        parts.relayed().accept(
            new Relayed(file, Map.of(here.isPresent() ? Via.CACHE : Via.ORIGIN, file.size())));
      } catch (RuntimeException e) {
        content.completeExceptionally(e);
      } finally {
        underWay.remove(file.sha256());
      }
    }

    private Content fetch(List<URI> origins) {
      try (UpstreamAnswer answer = parts.upstream().ask(UpstreamRequest.get(origins.getFirst()))) {
        if (answer.status() != 200) {
          throw EdosException.external("the origin answers " + answer.status());
        }
        return parts.store().add(file.sha256(), file.size(), answer.body());
      }
    }

    @Override
    public KnownFile file() {
      return file;
    }

    @Override
    public State await(Duration atMost) {
      try {
        content.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        return State.HERE;
      } catch (ExecutionException e) {
        return State.FAILED;
      } catch (TimeoutException e) {
        return State.WAITING;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return State.WAITING;
      }
    }

    @Override
    public InputStream open(long offset) throws IOException {
      return whole().open(offset);
    }

    @Override
    public Content whole() {
      try {
        return content.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof EdosException known ? known : e;
      }
    }

    @Override
    public Optional<OriginRefusal> refusal() {
      return Optional.empty();
    }
  }
}
