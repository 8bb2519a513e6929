package org.edos.role.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.edos.core.swarm.Metainfo;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.Layout;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorrentRoomTest {
  @Test
  void aTorrentIsDescribedInHardlyLessThanWhatIsEstimated(@TempDir Path folder) throws IOException {
    Random random = new Random(1);
    List<TorrentFile.Source> sources = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] bytes = new byte[1 + random.nextInt(50_000)];
      random.nextBytes(bytes);
      Sha256 content = Sha256.of(bytes);
      Path file = Files.write(folder.resolve(content.hex()), bytes);
      sources.add(new TorrentFile.Source(content, bytes.length, file));
    }
    Torrent torrent = TorrentFile.create(sources, URI.create("http://tracker.example/announce"));
    long estimated = Metainfo.bytes(100, Layout.of(torrent).pieces());
    assertThat((long) torrent.metainfo().length).isBetween(estimated * 3 / 4, estimated);
  }
}
