package org.edos.role.download;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
import org.edos.core.network.ContentPlace;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.DownloadStatus;
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
  private final Replicas replicas;
  private final ExecutorService fetchers = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Sha256, UnderWay> underWay = new ConcurrentHashMap<>();
  private final Downloads downloads = new Downloads(Clock.systemUTC());

  private record UnderWay(Fetching fetching, Future<String> result) {}

  /** Fetches nothing until it is asked to. */
  public Downloading(Parts parts, DownloadConfig config) {
    this.parts = parts;
    this.replicas = new Replicas(parts);
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
    return fetch(new Object(), contents, progress, fetchings -> {});
  }

  /**
   * Fetches as the other does, and is one of the {@link #downloads} that can be paused. What
   * somebody else wants as well goes on.
   *
   * @param what is fetched, in words
   */
  public Outcome fetch(String what, Map<Sha256, Long> contents, Consumer<DownloadEvent> progress) {
    long id = downloads.newId();
    return listed(id, what, id, contents, progress);
  }

  /**
   * Fetches what a flash crowd does not bring, held up as that is. Whatever goes wrong is a reason
   * why contents failed.
   */
  Outcome fetch(ReleaseId crowd, Map<Sha256, Long> contents, Consumer<DownloadEvent> progress) {
    try {
      String what = "what the flash crowd of " + crowd + " does not bring";
      Outcome outcome = listed(downloads.newId(), what, crowd, contents, progress);
      downloads.awaitFree(Set.of(crowd));
      return outcome;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(contents, "interrupted");
    } catch (RuntimeException e) {
      return failed(contents, String.valueOf(e.getMessage()));
    }
  }

  private static Outcome failed(Map<Sha256, Long> contents, String why) {
    Map<Sha256, String> failed = new HashMap<>();
    contents.keySet().forEach(content -> failed.put(content, why));
    return new Outcome(0, 0, failed);
  }

  private Outcome listed(
      long id,
      String what,
      Object key,
      Map<Sha256, Long> contents,
      Consumer<DownloadEvent> progress) {
    try {
      return fetch(key, contents, progress, fetchings -> downloads.begin(id, what, key, fetchings));
    } finally {
      downloads.end(id);
    }
  }

  private Outcome fetch(
      Object key,
      Map<Sha256, Long> contents,
      Consumer<DownloadEvent> progress,
      Consumer<Collection<Fetching>> listing) {
    Map<Sha256, Long> missing = new LinkedHashMap<>(contents);
    missing.keySet().removeIf(parts.store()::contains);
    Map<Sha256, Set<URI>> located = replicas.locate(missing.keySet());
    AtomicInteger done = new AtomicInteger();
    Map<Sha256, UnderWay> results = new LinkedHashMap<>();
    missing.forEach((content, size) -> {
      Set<URI> peers = located.getOrDefault(content, Set.of());
      results.put(
          content,
          underWay.compute(
              content,
              (c, before) -> {
                UnderWay found =
                    before == null ? begin(c, size, key, peers, progress, done, missing) : before;
                found.fetching().wantedBy(key);
                return found;
              }));
    });
    listing.accept(results.values().stream().map(UnderWay::fetching).toList());
    Map<Sha256, String> failed = new LinkedHashMap<>();
    List<Sha256> received = new ArrayList<>();
    results.forEach((content, result) -> {
      String problem = await(result.result());
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

  private UnderWay begin(
      Sha256 content,
      long size,
      Object key,
      Set<URI> peers,
      Consumer<DownloadEvent> progress,
      AtomicInteger done,
      Map<Sha256, Long> missing) {
    Fetching fetching = new Fetching(content, size, downloads);
    fetching.wantedBy(key);
    return new UnderWay(
        fetching,
        fetchers.submit(() -> {
          String problem = fetchInTurn(fetching, peers, progress, done, missing.size());
          fetching.ended(problem.isEmpty());
          return problem;
        }));
  }

  /** The downloads that can be paused, and the last that ended, the newest first. */
  public List<DownloadStatus> downloads() {
    return downloads.list();
  }

  /**
   * Holds a download up until {@link #resume}, or the end of the process: nothing of it is asked
   * for, and contents on their way begin anew.
   *
   * @throws EdosException (not found) if none of this number is under way
   */
  public void pause(long id) {
    downloads.hold(id, true);
  }

  /**
   * Lets a download go on.
   *
   * @throws EdosException (not found) if none of this number is under way
   */
  public void resume(long id) {
    downloads.hold(id, false);
  }

  /** Holds up, or lets go on, what is fetched for a flash crowd. */
  void hold(ReleaseId crowd, boolean hold) {
    downloads.holdKey(crowd, hold);
  }

  boolean isHeld(ReleaseId crowd) {
    return downloads.areHeld(Set.of(crowd));
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

  /** Whom else to ask from now on, such as neighbours that no location tells of. */
  public void find(Neighbours others) {
    replicas.find(others);
  }

  /**
   * Where each content would be fetched from, the best first: this machine's own store; peers by
   * what they gave before, those of the local network before others as long as nothing was
   * measured; peers that are asked where no location is known; the origin. Nothing is fetched.
   *
   * @param contents hashes and sizes
   */
  public Map<Sha256, List<ContentPlace>> places(Map<Sha256, Long> contents) {
    return replicas.places(contents);
  }

  /** Fetches a content; while it is held up nobody is asked, and it keeps nobody waiting. */
  private String fetchInTurn(
      Fetching fetching,
      Set<URI> peers,
      Consumer<DownloadEvent> progress,
      AtomicInteger done,
      int total)
      throws InterruptedException {
    while (true) {
      fetching.awaitTurn();
      connections.acquire();
      try {
        if (!fetching.isHeld()) {
          return replicas.fetch(fetching, peers, progress, done, total);
        }
      } catch (Fetching.Held e) {
        // From the beginning, when it goes on.
      } finally {
        connections.release();
      }
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
