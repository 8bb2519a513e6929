package org.edos.physical.torrent.libtorrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.edos.physical.torrent.RandomFiles;
import org.edos.physical.torrent.Torrent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptPiecesTest {
  private static final int PIECE = 16 << 10;

  @TempDir Path folder;
  private Torrent torrent;
  private Map<Integer, Path> staged;
  private final BitSet right = new BitSet();

  @BeforeEach
  void halfAFile() {
    var files = RandomFiles.write(folder.resolve("store"), 1, List.of(10 * PIECE));
    torrent = files.torrent(URI.create("http://127.0.0.1:1/announce"));
    staged = Map.of(0, RandomFiles.put(folder.resolve("staged"), new byte[6 * PIECE]));
    right.set(0, 4);
  }

  private KeptPieces kept(String boot) {
    return new KeptPieces(folder.resolve("kept"), boot);
  }

  @Test
  void anotherProcessBelievesTheRecord() {
    kept("one").save(torrent, staged, right);

    assertThat(kept("one").load(torrent, staged)).isEqualTo(right);
  }

  @Test
  void afterTheMachineWasStartedAgainNothingIsBelieved() {
    kept("one").save(torrent, staged, right);

    assertThat(kept("two").load(torrent, staged).isEmpty()).isTrue();
    assertThat(kept("").load(torrent, staged).isEmpty()).isTrue();
  }

  @Test
  void aFileThatTookTheOthersPlaceIsNotBelieved() throws Exception {
    kept("one").save(torrent, staged, right);
    Path file = folder.resolve("staged");
    Path other = RandomFiles.put(folder.resolve("other"), new byte[6 * PIECE]);
    Files.delete(file);
    Files.move(other, file);

    assertThat(kept("one").load(torrent, staged).isEmpty()).isTrue();
  }

  @Test
  void whatWasCutOffIsNotBelieved() throws Exception {
    kept("one").save(torrent, staged, right);
    try (var channel = Files.newByteChannel(folder.resolve("staged"), StandardOpenOption.WRITE)) {
      channel.truncate(2 * PIECE + 1);
    }

    assertThat(kept("one").load(torrent, staged).stream()).containsExactly(0, 1);
  }

  @Test
  void aForgottenTorrentHasNoRecord() {
    kept("one").save(torrent, staged, right);
    kept("one").forget(torrent.infoHash());

    assertThat(kept("one").load(torrent, staged).isEmpty()).isTrue();
  }

  @Test
  void aDamagedRecordIsNotBelieved() throws Exception {
    kept("one").save(torrent, staged, right);
    Path record = folder.resolve("kept").resolve(torrent.infoHash());
    var bytes = Files.readAllBytes(record);
    var random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      var damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      if (damaged.length > 0) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Files.write(record, damaged);

      assertThat(kept("one").load(torrent, staged).length()).as("round %d", i).isLessThan(11);
    }
  }
}
