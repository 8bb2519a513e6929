package org.edos.physical.torrent.libtorrent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.edos.core.swarm.SwarmStatus.State;
import org.edos.physical.torrent.ForeignTorrent;
import org.edos.physical.torrent.RandomFiles;
import org.edos.physical.torrent.TrackerServer;

/**
 * What {@link InteropIT} runs in a network of its own: an engine of ours and another client, one of
 * them downloading from the other. Arguments: the case, and a folder. Exits with 0 if the bytes are
 * right.
 */
final class OtherClients {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final List<Integer> SIZES = List.of(1 << 20, 1, 50_000, 16 << 10, 300_000);
  private static final String PYTHON =
      """
      import libtorrent, sys, time
      s = libtorrent.session({'listen_interfaces': '127.0.0.1:0', 'enable_dht': False,
          'enable_lsd': False, 'enable_upnp': False, 'enable_natpmp': False})
      h = s.add_torrent({'ti': libtorrent.torrent_info(sys.argv[1]), 'save_path': sys.argv[2]})
      end = time.time() + 60
      while not h.status().is_seeding and time.time() < end:
          time.sleep(0.05)
      print('whole' if h.status().is_seeding else 'not whole', flush=True)
      if len(sys.argv) > 3:
          sys.stdin.read()
      """;

  /** Says that it has everything, and sends zeros. */
  private static final String LIAR =
      """
      import libtorrent as lt, os, sys
      s = lt.session({'listen_interfaces': '127.0.0.1:0', 'disable_hash_checks': True,
                      'enable_dht': False, 'enable_lsd': False, 'enable_upnp': False,
                      'enable_natpmp': False, 'allow_multiple_connections_per_ip': True})
      info = lt.torrent_info(sys.argv[1])
      files = info.files()
      for i in range(files.num_files()):
          path = os.path.join(sys.argv[2], files.file_path(i))
          os.makedirs(os.path.dirname(path), exist_ok=True)
          open(path, 'wb').truncate(files.file_size(i))
      s.add_torrent({'ti': info, 'save_path': sys.argv[2],
                     'flags': lt.torrent_flags.seed_mode | lt.torrent_flags.upload_mode})
      sys.stdin.read()
      """;

  private final Path folder;

  private OtherClients(Path folder) {
    this.folder = folder;
  }

  /** Runs one case. */
  public static void main(String[] arguments) throws Exception {
    var clients = new OtherClients(Path.of(arguments[1]));
    boolean right =
        switch (arguments[0]) {
          case "aria2c" ->
              clients.downloads(
                  "aria2c",
                  "--quiet",
                  "--enable-dht=false",
                  "--bt-enable-lpd=false",
                  "--enable-peer-exchange=false",
                  "--seed-time=0",
                  "--dir",
                  clients.folder.resolve("other").toString(),
                  clients.folder.resolve("file.torrent").toString());
          case "python3-libtorrent" ->
              clients.downloads(
                  "/usr/bin/python3",
                  "-c",
                  PYTHON,
                  clients.folder.resolve("file.torrent").toString(),
                  clients.folder.resolve("other").toString());
          case "mktorrent" -> clients.joins();
          case "liar" -> clients.bansALiar();
          default -> throw new IllegalArgumentException(arguments[0]);
        };
    System.exit(right ? 0 : 1);
  }

  private LibtorrentEngine engine() {
    return new LibtorrentEngine(LibtorrentConfig.loopback(folder.resolve("engine")));
  }

  private Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  /** Whether the other client has downloaded a torrent of ours whole. */
  private boolean downloads(String... command) throws Exception {
    var files = RandomFiles.write(folder.resolve("store"), 1, SIZES);
    try (var tracker = new TrackerServer();
        var engine = engine()) {
      var torrent = tracker.serve(files);
      Files.write(folder.resolve("file.torrent"), torrent.metainfo());
      engine.seed(torrent, files.files());
      await(() -> engine.status().getFirst().state() == State.SEEDING);
      var other = start(List.of(command));
      try {
        return other.waitFor(60, TimeUnit.SECONDS)
            && other.exitValue() == 0
            && files.in(folder.resolve("other").resolve("sha256")).entrySet().stream()
                .allMatch(file -> RandomFiles.isRight(file.getKey(), file.getValue()));
      } finally {
        other.destroyForcibly();
      }
    }
  }

  /** Whether our engine has downloaded what another program made and another client seeds. */
  private boolean joins() throws Exception {
    var files = RandomFiles.write(folder.resolve("made"), 2, SIZES);
    try (var tracker = new TrackerServer();
        var engine = engine()) {
      var metainfo = folder.resolve("file.torrent").toString();
      var announce = tracker.announce().toString();
      var made =
          start(List.of("mktorrent", "-l", "15", "-a", announce, "-o", metainfo, "made"), folder);
      if (!made.waitFor(60, TimeUnit.SECONDS) || made.exitValue() != 0) {
        return false;
      }
      var torrent = ForeignTorrent.parse(Files.readAllBytes(Path.of(metainfo)));
      tracker.tracker().serve(torrent.infoHash());
      var seeder =
          start(List.of("/usr/bin/python3", "-c", PYTHON, metainfo, folder.toString(), "seed"));
      try {
        var places = new ArrayList<>(engine.downloadForeign(torrent, folder.resolve("ours")));
        await(() -> engine.status().getFirst().state() == State.SEEDING);
        return places.size() == SIZES.size()
            && files.in(folder.resolve("ours").resolve("made")).entrySet().stream()
                .allMatch(file -> RandomFiles.isRight(file.getKey(), file.getValue()));
      } finally {
        seeder.destroyForcibly();
      }
    }
  }

  /**
   * Whether our engine throws away what a liar sends, counts it, lets go of the liar, and has the
   * right bytes from somebody else in the end.
   */
  private boolean bansALiar() throws Exception {
    var files = RandomFiles.write(folder.resolve("store"), 3, SIZES);
    try (var tracker = new TrackerServer();
        var honest = engine();
        var peer = new LibtorrentEngine(LibtorrentConfig.loopback(folder.resolve("peer")))) {
      var torrent = tracker.serve(files);
      var metainfo = Files.write(folder.resolve("file.torrent"), torrent.metainfo()).toString();
      var zeros = folder.resolve("zeros").toString();
      var liar = start(List.of("/usr/bin/python3", "-c", LIAR, metainfo, zeros));
      try {
        var places = files.in(folder.resolve("ours"));
        peer.download(torrent, places);
        await(() -> peer.status().getFirst().wrongBytes() > 0);
        await(() -> peer.status().getFirst().peers() == 0);
        honest.seed(torrent, files.files());
        await(() -> peer.status().getFirst().state() == State.SEEDING);
        return peer.status().getFirst().wrongBytes() > 0
            && places.entrySet().stream()
                .allMatch(file -> RandomFiles.isRight(file.getKey(), file.getValue()));
      } finally {
        liar.destroyForcibly();
      }
    }
  }

  private Process start(List<String> command, Path directory) throws IOException {
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
