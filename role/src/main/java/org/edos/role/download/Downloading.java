package org.edos.role.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentSource;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.OriginFiles;
import org.edos.physical.location.LocationIndex;

/**
 * Fetches contents from the best replicas: off the flash crowd's peak, or where its swarm did not
 * bring them. What arrives is verified as it is stored; a peer that fails or sends other bytes is
 * passed over for the next. Safe for use by many threads.
 */
public final class Downloading implements AutoCloseable {
  /**
   * The mechanisms that downloading stands on, all owned by the caller.
   *
   * @param fallbacks peers to ask when no location is known, best first
   * @param origins where the content lies outside the network, asked when no peer gives it
   * @param originFiles fetches from there
   * @param self this peer's own address, which is told to the locations for every content that
   *     arrives
   */
  public record Parts(
      ContentStore store,
      LocationIndex locations,
      ContentSource source,
      Supplier<List<URI>> fallbacks,
      Function<Sha256, List<URI>> origins,
      OriginFiles originFiles,
      URI self) {}

  /**
   * What came of a download.
   *
   * @param received how many contents came over the network
   * @param receivedBytes of them
   * @param failed the contents that nobody gave, with the reason
   */
  public record Outcome(int received, long receivedBytes, Map<Sha256, String> failed) {}

  private final Parts parts;
  private final Semaphore connections;
  private final ReplicaChoice choice = new ReplicaChoice();
  private final ExecutorService fetchers = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Sha256, Future<String>> underWay = new ConcurrentHashMap<>();

  /** Fetches nothing until it is asked to. */
  public Downloading(Parts parts, DownloadConfig config) {
    this.parts = parts;
    this.connections = new Semaphore(config.connections());
  }

  /**
   * Fetches whatever of these contents the store lacks, and returns when each is here or has
   * failed. A content that another caller is fetching is fetched once.
   *
   * @param contents hashes and sizes
   * @param progress told what happens, on several threads
   */
  public Outcome fetch(Map<Sha256, Long> contents, Consumer<DownloadEvent> progress) {
    Map<Sha256, Long> missing = new LinkedHashMap<>(contents);
    missing.keySet().removeIf(parts.store()::contains);
    Map<Sha256, Set<URI>> replicas = locate(missing.keySet());
    AtomicInteger done = new AtomicInteger();
    Map<Sha256, Future<String>> results = new LinkedHashMap<>();
    missing.forEach((content, size) -> {
      Set<URI> peers = replicas.getOrDefault(content, Set.of());
      results.put(
          content,
          underWay.computeIfAbsent(
              content,
              c ->
                  fetchers.submit(
                      () -> fetchOne(content, size, peers, progress, done, missing.size()))));
    });
    Map<Sha256, String> failed = new LinkedHashMap<>();
    List<Sha256> received = new ArrayList<>();
    results.forEach((content, result) -> {
      String problem = await(result);
      underWay.remove(content, result);
      if (problem.isEmpty()) {
        received.add(content);
      } else {
        failed.put(content, problem);
        progress.accept(new DownloadEvent.Failed(content, problem));
      }
    });
    announce(received);
    long bytes = received.stream().mapToLong(content -> missing.getOrDefault(content, 0L)).sum();
    return new Outcome(received.size(), bytes, failed);
  }

  /**
   * Tells the locations that these contents are here now. A failure to do so is not the download's.
   */
  void announce(List<Sha256> contents) {
    if (contents.isEmpty()) {
      return;
    }
    try {
      parts.locations().announce(parts.self(), contents);
    } catch (EdosException e) {
      System.getLogger(Downloading.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "could not announce {0} contents: {1}",
              contents.size(),
              e.getMessage());
    }
  }

  private Map<Sha256, Set<URI>> locate(Set<Sha256> contents) {
    if (contents.isEmpty()) {
      return Map.of();
    }
    try {
      return parts.locations().locate(contents);
    } catch (EdosException e) {
      return Map.of();
    }
  }

  /** A replica that was deleted or cannot be read disappears from the locations. */
  private void withdraw(URI peer, Sha256 content, Set<URI> replicas) {
    if (!replicas.contains(peer)) {
      return;
    }
    try {
      parts.locations().withdraw(peer, List.of(content));
    } catch (EdosException e) {
      System.getLogger(Downloading.class.getName())
          .log(System.Logger.Level.DEBUG, "could not withdraw {0}: {1}", peer, e.getMessage());
    }
  }

  /** Empty when the content is in the store afterwards, else why it is not. */
  private String fetchOne(
      Sha256 content,
      long size,
      Set<URI> replicas,
      Consumer<DownloadEvent> progress,
      AtomicInteger done,
      int total)
      throws InterruptedException {
    Set<URI> peers = new LinkedHashSet<>(choice.order(replicas));
    peers.addAll(parts.fallbacks().get());
    peers.remove(parts.self());
    String problem = "no peer is known to have it";
    connections.acquire();
    try {
      if (parts.store().contains(content)) {
        return ""; // another caller's fetch ended just before this one began
      }
      if (size == 0) {
        parts.store().add(content, 0, InputStream.nullInputStream());
        return "";
      }
      Taking taking = new Taking(this, content, size, progress, done, total);
      for (URI peer : peers) {
        long started = System.nanoTime();
        problem =
            taking.from(
                peer,
                () -> parts.source().open(peer, content, size),
                () -> withdraw(peer, content, replicas));
        if (problem.isEmpty()) {
          choice.gave(peer, size, System.nanoTime() - started);
          return "";
        }
        choice.failed(peer);
      }
      for (URI file : parts.origins().apply(content)) {
        problem = taking.from(file, () -> parts.originFiles().open(file, size), () -> {});
        if (problem.isEmpty()) {
          return "";
        }
      }
      return problem;
    } catch (EdosException e) {
      return e.getMessage();
    } finally {
      connections.release();
    }
  }

  /** One content while sources are tried for it. */
  private record Taking(
      Downloading downloading,
      Sha256 content,
      long size,
      Consumer<DownloadEvent> progress,
      AtomicInteger done,
      int total) {
    /**
     * Empty when the content is in the store afterwards, else why it is not.
     *
     * @param lacking called if the source answers and does not have the content, or other bytes
     */
    String from(URI source, Supplier<InputStream> opening, Runnable lacking) {
      try (InputStream bytes = opened(opening)) {
        downloading.parts.store().add(content, size, bytes);
        progress.accept(
            new DownloadEvent.Fetched(content, size, source, done.incrementAndGet(), total));
        return "";
      } catch (EdosException e) {
        if (e.category() == EdosException.Category.EXHAUSTED) {
          throw e;
        }
        if (e.category() == EdosException.Category.NOT_FOUND
            || e.category() == EdosException.Category.REFUSED) {
          lacking.run();
        }
        return failed(source, e.getMessage());
      } catch (IOException e) {
        return failed(source, e.toString());
      }
    }

    /** Whatever ails the source, a limit of its own too, is a reason to ask the next. */
    private static InputStream opened(Supplier<InputStream> opening) {
      try {
        return opening.get();
      } catch (RuntimeException e) {
        if (e instanceof EdosException known
            && known.category() == EdosException.Category.NOT_FOUND) {
          throw known;
        }
        throw EdosException.external(
            String.valueOf(e instanceof EdosException ? e.getMessage() : e), e);
      }
    }

    private String failed(URI source, String reason) {
      progress.accept(new DownloadEvent.SourceFailed(content, source, reason));
      return source + ": " + reason;
    }
  }

  private static String await(Future<String> result) {
    try {
      return result.get();
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  @Override
  public void close() {
    fetchers.shutdownNow();
  }
}
