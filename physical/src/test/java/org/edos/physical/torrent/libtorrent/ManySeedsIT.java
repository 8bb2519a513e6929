package org.edos.physical.torrent.libtorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.edos.core.swarm.SwarmStatus.State;
import org.edos.physical.torrent.RandomFiles;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TrackerServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManySeedsIT {
  private static final int CLUSTERS = 2_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void oneEngineSeedsTwoThousandClustersInLittleMemory() throws IOException {
    var torrents = new ArrayList<Torrent>();
    try (var tracker = new TrackerServer();
        var seeder = new LibtorrentEngine(LibtorrentConfig.loopback(folder.resolve("seeder")));
        var peer = new LibtorrentEngine(LibtorrentConfig.loopback(folder.resolve("peer")))) {
      for (int i = 0; i < CLUSTERS; i++) {
        var files = RandomFiles.write(folder.resolve("store"), i, List.of(2_000, 3_000));
        var torrent = tracker.serve(files);
        seeder.seed(torrent, files.files());
        torrents.add(torrent);
      }

      await()
          .atMost(PATIENCE)
          .until(() -> torrents.stream().allMatch(t -> tracker.tracker().peers(t.infoHash()) == 1));
      await()
          .atMost(PATIENCE)
          .until(() ->
              seeder.status().stream().filter(s -> s.state() == State.SEEDING).count() == CLUSTERS);
      assertThat(residentBytes(seeder.processId().orElseThrow())).isLessThan(300L << 20);
      var files = RandomFiles.write(folder.resolve("store"), 1_234, List.of(2_000, 3_000));
      peer.download(torrents.get(1_234), files.in(folder.resolve("got")));
      await().atMost(PATIENCE).until(() -> peer.status().getFirst().state() == State.SEEDING);
    }
  }

  private static long residentBytes(long process) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> 1_024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
