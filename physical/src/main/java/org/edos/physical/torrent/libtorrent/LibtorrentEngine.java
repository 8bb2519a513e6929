package org.edos.physical.torrent.libtorrent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.ForeignTorrent;
import org.edos.physical.torrent.HashTable;
import org.edos.physical.torrent.Share;
import org.edos.physical.torrent.SharingPolicy;
import org.edos.physical.torrent.SharingPolicy.Limits;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentEngine;
import org.edos.physical.torrent.TorrentRequest;
import org.edos.physical.torrent.WebSeeds;
import org.edos.physical.torrent.libtorrent.Message.Limit;
import org.edos.physical.torrent.libtorrent.Message.Line;
import org.edos.physical.torrent.libtorrent.Message.Meet;
import org.edos.physical.torrent.libtorrent.Message.Move;
import org.edos.physical.torrent.libtorrent.Message.Place;
import org.edos.physical.torrent.libtorrent.Message.Remove;
import org.edos.physical.torrent.libtorrent.Message.Sources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A torrent engine that runs libtorrent in a process of its own, started with the first torrent and
 * ended a minute after the last. A process that dies, or says nothing for half a minute, is started
 * again, at once and then after ever longer pauses up to half a minute, and takes up all torrents;
 * what their files hold is known from its notes, or checked then. Peers are found by the tracker
 * that a torrent names, by other peers (BEP 11), by a distributed hash table of the peers that were
 * met, never by public routers (BEP 5), and not by asking the local network.
 */
public final class LibtorrentEngine implements TorrentEngine {
  private static final Logger LOG = LoggerFactory.getLogger(LibtorrentEngine.class);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration STEADY = Duration.ofMinutes(1);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;
  private static final long OBEY_SECONDS = 20;
  private static final int MOST_NODES = 200;

  private final LibtorrentConfig config;
  private final Clock clock;
  private final ScheduledExecutorService watch;
  private final Map<String, WatchedTorrent> torrents = new LinkedHashMap<>();
  private final Map<String, WatchedForeign> foreign = new LinkedHashMap<>();
  private final LinkedHashSet<String> nodes = new LinkedHashSet<>();
  private final LibtorrentHashTable table = new LibtorrentHashTable(this);
  private Optional<ChildProcess> child = Optional.empty();
  private volatile SharingPolicy policy;
  private Limits limits;
  private boolean closed;
  private boolean startIsDue;
  private boolean tableIsOpen;
  private int deaths;
  private long idleSinceNanos;

  /** An engine without torrents, and without a process so far; it tells the time by the system. */
  public LibtorrentEngine(LibtorrentConfig config) {
    this(config, Clock.systemDefaultZone());
  }

  /**
   * An engine without torrents, and without a process so far.
   *
   * @param clock with the time zone of the schedule
   */
  public LibtorrentEngine(LibtorrentConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.policy =
        SharingPolicy.limited(config.uploadBytesPerSecond(), config.downloadBytesPerSecond());
    this.limits = policy.limitsAt(LocalTime.now(clock));
    this.watch =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("torrent-watch").factory());
    watch.scheduleWithFixedDelay(this::look, 2, 2, TimeUnit.SECONDS);
  }

  @Override
  public void seed(Torrent torrent, Map<Sha256, Path> files) {
    add(new WatchedTorrent(TorrentRequest.seed(torrent, files), true));
  }

  @Override
  public void download(
      Torrent torrent, Map<Sha256, Path> wanted, Map<Sha256, Path> here, Share share) {
    var request = TorrentRequest.download(torrent, wanted, here, share);
    for (var file : request.files().values()) {
      try {
        Files.createDirectories(file.getParent());
      } catch (IOException e) {
        throw EdosException.external(
            "cannot make the directory of " + file + ": " + e.getMessage(), e);
      }
    }
    add(new WatchedTorrent(request, false));
  }

  private synchronized void add(WatchedTorrent torrent) {
    if (closed) {
      throw EdosException.usage("the torrent engine is closed; open another");
    }
    if (torrents.putIfAbsent(torrent.infoHash(), torrent) == null) {
      tellOrStart(torrent.add());
    }
  }

  private void tellOrStart(Message add) {
    if (child.isPresent()) {
      child.get().tell(add);
    } else if (!startIsDue) {
      start();
    }
  }

  private boolean isIdle() {
    return torrents.isEmpty() && foreign.isEmpty() && !tableIsOpen;
  }

  /**
   * Downloads a torrent that another program made, and shares it until {@link #remove}. No hash of
   * Edos vouches for its contents.
   *
   * @param folder of its own; its files are put there under harmless names
   * @return where each file is put, by its position; padding is not
   * @throws EdosException external if the folder cannot be made; usage if the torrent is one of
   *     Edos that is shared already
   */
  public List<Path> downloadForeign(ForeignTorrent torrent, Path folder) {
    var places = torrent.placesUnder(folder.toAbsolutePath().normalize());
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw EdosException.external("cannot make " + folder + ": " + e.getMessage(), e);
    }
    synchronized (this) {
      if (closed || torrents.containsKey(torrent.infoHash())) {
        throw EdosException.usage("the torrent is shared already, or the engine is closed");
      }
      var watched = new WatchedForeign(torrent, places, new Heard());
      if (foreign.putIfAbsent(torrent.infoHash(), watched) == null) {
        tellOrStart(watched.add());
      }
    }
    return places;
  }

  private synchronized void start() {
    startIsDue = false;
    if (closed || child.isPresent() || isIdle()) {
      return;
    }
    limits = policy.limitsAt(LocalTime.now(clock));
    var started =
        ChildProcess.start(
            config.limitedTo(limits.upload(), limits.download()),
            this::heard,
            table::heard,
            this::died);
    child = Optional.of(started);
    if (!nodes.isEmpty()) {
      started.tell(new Meet(List.copyOf(nodes)));
    }
    torrents.values().stream()
        .filter(torrent -> !torrent.isStopped())
        .forEach(torrent -> started.tell(torrent.add()));
    foreign.values().forEach(torrent -> started.tell(torrent.add()));
  }

  private synchronized void heard(ChildProcess who, List<Line> lines) {
    if (child.filter(current -> current == who).isPresent()) {
      for (var line : lines) {
        Optional.ofNullable(torrents.get(line.infoHash()))
            .filter(torrent -> !torrent.isStopped())
            .map(WatchedTorrent::heard)
            .or(() -> Optional.ofNullable(foreign.get(line.infoHash())).map(WatchedForeign::heard))
            .ifPresent(heard -> heard.heard(line));
      }
    }
  }

  private synchronized void died(ChildProcess who, String why) {
    if (closed || child.filter(current -> current == who).isEmpty()) {
      return;
    }
    deaths = who.age().compareTo(STEADY) > 0 ? 0 : deaths + 1;
    long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(deaths, 9));
    LOG.warn("{}; it is started again in {} ms", why, pause);
    allDied(why + "; it is started again");
    child = Optional.empty();
    startIsDue = true;
    watch.schedule(this::startAgain, pause, TimeUnit.MILLISECONDS);
  }

  private synchronized void allDied(String why) {
    torrents.values().stream()
        .filter(torrent -> !torrent.isStopped())
        .forEach(torrent -> torrent.heard().died(why));
    foreign.values().forEach(torrent -> torrent.heard().died(why));
  }

  private void startAgain() {
    try {
      start();
    } catch (EdosException e) {
      LOG.error("{}", e.getMessage());
      synchronized (this) {
        allDied(String.valueOf(e.getMessage()));
        startIsDue = true;
        watch.schedule(this::startAgain, LONGEST_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  /** Shares by this policy from now on, instead of by the limits in the configuration. */
  @Override
  public synchronized void share(SharingPolicy other) {
    policy = other;
    followPolicy();
  }

  @Override
  public SharingPolicy sharing() {
    return policy;
  }

  /** The limits that hold at this moment; a schedule is looked at every two seconds. */
  @Override
  public synchronized Limits limits() {
    return limits;
  }

  private synchronized void followPolicy() {
    var now = policy.limitsAt(LocalTime.now(clock));
    if (!now.equals(limits)) {
      limits = now;
      child.ifPresent(c -> c.tell(new Limit(now.upload(), now.download())));
    }
    for (var torrent : torrents.values()) {
      if (torrent.endsBy(policy, clock.instant())) {
        ask(ticket -> new Remove(ticket, torrent.infoHash()));
      }
    }
  }

  /** Looks after the process: a silent one is killed, one that is not needed is ended. */
  private void look() {
    followPolicy();
    Optional<ChildProcess> idle = Optional.empty();
    synchronized (this) {
      child.filter(c -> c.silence().compareTo(LONGEST_SILENCE) > 0).ifPresent(ChildProcess::kill);
      if (!isIdle()) {
        idleSinceNanos = System.nanoTime();
      } else if (System.nanoTime() - idleSinceNanos > IDLE.toNanos()) {
        idle = child;
        child = Optional.empty();
      }
    }
    idle.ifPresent(ChildProcess::close);
  }

  @Override
  public void moved(String infoHash, Map<Sha256, Path> files) {
    CompletableFuture<Void> done;
    synchronized (this) {
      var torrent = find(infoHash);
      TorrentRequest.checkWhole(torrent.request().torrent(), files);
      checkLeft(torrent, files);
      List<Place> places = torrent.move(files);
      done = ask(ticket -> new Move(ticket, infoHash, places));
    }
    await(done);
  }

  @Override
  public synchronized void webSeeds(String infoHash, List<URI> addresses) {
    var torrent = find(infoHash);
    var checked = WebSeeds.of(torrent.request().torrent(), WebSeeds.checked(addresses));
    torrent.fetchFrom(checked);
    child.ifPresent(c -> c.tell(new Sources(infoHash, checked)));
  }

  @Override
  public synchronized void meet(List<InetSocketAddress> engines) {
    for (var engine : engines) {
      if (!engine.isUnresolved() && engine.getPort() > 0) {
        nodes.add(engine.getAddress().getHostAddress() + " " + engine.getPort());
      }
    }
    while (nodes.size() > MOST_NODES) {
      nodes.removeFirst();
    }
    child.ifPresent(c -> c.tell(new Meet(List.copyOf(nodes))));
  }

  /** Opens the process's hash table, which keeps it running from now on. */
  public HashTable hashTable() {
    synchronized (this) {
      tableIsOpen = true;
      if (child.isEmpty() && !startIsDue) {
        start();
      }
    }
    return table;
  }

  synchronized void closeTable() {
    tableIsOpen = false;
  }

  synchronized void tellTable(Message message) {
    child.ifPresent(c -> c.tell(message));
  }

  private WatchedTorrent find(String infoHash) {
    return Optional.ofNullable(torrents.get(infoHash))
        .orElseThrow(() ->
            EdosException.notFound("no torrent " + infoHash + " is shared here; add it first"));
  }

  /**
   * libtorrent renames the file if it finds it at the old place: harmless only if it is the same
   * file.
   */
  private static void checkLeft(WatchedTorrent torrent, Map<Sha256, Path> files) {
    files.forEach((content, now) -> {
      var before = torrent.files().get(content);
      try {
        if (before != null && Files.exists(before) && !Files.isSameFile(before, now)) {
          throw EdosException.usage(
              now + " is a copy; delete " + before + " before the torrent engine is told");
        }
      } catch (IOException e) {
        throw EdosException.external(
            "cannot compare " + before + " with " + now + ": " + e.getMessage(), e);
      }
    });
  }

  private CompletableFuture<Void> ask(LongFunction<Message> message) {
    return child.map(c -> c.ask(message)).orElse(CompletableFuture.completedFuture(null));
  }

  /**
   * Waits until it was obeyed; a process that does not obey is killed, so that it touches no file
   * any more.
   */
  private void await(CompletableFuture<Void> done) {
    try {
      done.get(OBEY_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      synchronized (this) {
        child.ifPresent(ChildProcess::kill);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean remove(String infoHash) {
    CompletableFuture<Void> done;
    synchronized (this) {
      if (torrents.remove(infoHash) == null && foreign.remove(infoHash) == null) {
        return false;
      }
      done = ask(ticket -> new Remove(ticket, infoHash));
    }
    await(done);
    return true;
  }

  @Override
  public synchronized Set<Sha256> finished(String infoHash) {
    return Optional.ofNullable(torrents.get(infoHash))
        .map(WatchedTorrent::finished)
        .orElse(Set.of());
  }

  @Override
  public synchronized List<SwarmStatus> status() {
    return Stream.concat(
            torrents.values().stream().map(WatchedTorrent::status),
            foreign.values().stream().map(WatchedForeign::status))
        .toList();
  }

  /**
   * The port at which the process listens for peers, by TCP and UDP, once it does: with this
   * machine's address, what {@link #meet} takes elsewhere.
   */
  public synchronized OptionalInt listenPort() {
    int port = child.map(ChildProcess::listenPort).orElse(0);
    return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }

  /** The operating system's number of the engine's process, while there is one. */
  public synchronized OptionalLong processId() {
    return child.map(c -> OptionalLong.of(c.processId())).orElse(OptionalLong.empty());
  }

  @Override
  public void close() {
    Optional<ChildProcess> last;
    synchronized (this) {
      closed = true;
      last = child;
      child = Optional.empty();
      torrents.clear();
      foreign.clear();
    }
    watch.shutdownNow();
    last.ifPresent(ChildProcess::close);
  }
}
