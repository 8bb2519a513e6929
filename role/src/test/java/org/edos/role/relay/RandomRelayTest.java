package org.edos.role.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.edos.core.gateway.Failing;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.gateway.Via;
import org.edos.role.relay.OddServer.Length;
import org.edos.role.relay.Scene.Made;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mixtures of odd origins and odd peers: whatever they do, nobody reads wrong bytes to the end, and
 * an origin that is honest is enough for everybody to read the right ones.
 */
@Timeout(120)
class RandomRelayTest {
  private static final int PIECE = PieceHashes.PIECE_BYTES;

  @TempDir Path folder;

  /** What there is in one run. */
  private static final class Mixture {
    final List<URI> origins = new ArrayList<>();
    final List<Holder> honestPeers = new ArrayList<>();
    boolean honestOrigin;
    boolean lyingOrigin;
  }

  static IntStream seeds() {
    return IntStream.rangeClosed(1, Integer.getInteger("edos.seeds", 12));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverOriginsAndPeersDo(int seed) throws Exception {
    Random random = new Random(seed);
    Made made = Scene.made(seed, size(random));
    try (Scene scene = new Scene(folder, 50 << 20);
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Mixture mixture = new Mixture();
      int origins = random.nextInt(3);
      for (int i = 0; i < origins; i++) {
        mixture.origins.add(origin(scene, made, random, mixture));
      }
      int peers = random.nextInt(6);
      for (int i = 0; i < peers; i++) {
        peer(scene, made, random, mixture);
      }
      scene.holders.list = list(made, random);

      List<Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int offset = i == 0 ? 0 : random.nextInt(made.bytes().length);
        Transfer transfer = scene.relaying.begin(made.file(), mixture.origins);
        answers.add(readers.submit(() -> isRead(transfer, made, offset, mixture.lyingOrigin)));
      }
      for (Future<Boolean> answer : answers) {
        boolean whole = answer.get();
        if (mixture.honestOrigin && !mixture.lyingOrigin) {
          assertThat(whole).isTrue();
        }
      }
      assertThat(scene.holders.blamed(Failing.LYING)).noneMatch(mixture.honestPeers::contains);
    }
  }

  private static int size(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> 1 + random.nextInt(60_000);
      case 1 -> 1 + random.nextInt(PIECE);
      case 2 -> PIECE + random.nextInt(3 * PIECE);
      default -> 4 * PIECE + random.nextInt(6 * PIECE);
    };
  }

  /** Whether all was read; nothing wrong may be read whole, nor at all where no origin lies. */
  private static boolean isRead(Transfer transfer, Made made, int offset, boolean lyingOrigin) {
    byte[] right = Arrays.copyOfRange(made.bytes(), offset, made.bytes().length);
    int at = 0;
    byte[] buffer = new byte[30_000];
    boolean same = true;
    try (InputStream in = transfer.open(offset)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        same &= Arrays.equals(right, at, at + count, buffer, 0, count);
        at += count;
        assertThat(same || lyingOrigin).isTrue();
      }
    } catch (IOException e) {
      return false;
    }
    assertThat(at).isEqualTo(right.length);
    assertThat(same).isTrue();
    return true;
  }

  private static URI origin(Scene scene, Made made, Random random, Mixture mixture) {
    OddServer origin = scene.origin(made);
    OddServer.Manner manner = origin.manner;
    manner.bytesPerSecond = random.nextBoolean() ? 0 : 1_000_000 + random.nextInt(4_000_000);
    manner.etag = random.nextBoolean();
    manner.length = Length.values()[random.nextInt(Length.values().length)];
    int kind = random.nextInt(8);
    mixture.honestOrigin |= kind < 4;
    mixture.lyingOrigin |= kind == 4 || kind == 5;
    switch (kind) {
      case 0 -> manner.firstStatuses.add(503);
      case 1 -> manner.cutAfter = 300_000;
      case 2 -> manner.ranges = false;
      case 3 -> manner.delayMillis = random.nextInt(500);
      case 4 -> origin.serve("/pool/file.deb", made.spoiled(random.nextInt(made.bytes().length)));
      case 5 -> origin.serve("/pool/file.deb", Scene.made(99, 1 + random.nextInt(900_000)).bytes());
      case 6 -> manner.status = 404;
      default -> manner.refusing = true;
    }
    return Scene.fileAt(origin);
  }

  private static void peer(Scene scene, Made made, Random random, Mixture mixture) {
    OddServer peer = scene.server().holding(made.id(), made.bytes());
    Via via = List.of(Via.LAN, Via.WIDE, Via.MIRROR).get(random.nextInt(3));
    Holder holder = new Holder(peer.address(), via);
    scene.holders.holders.add(holder);
    OddServer.Manner manner = peer.manner;
    int kind = random.nextInt(10);
    if (kind == 8 || kind == 9) {
      byte[] wrong = made.spoiled(random.nextInt(made.bytes().length));
      peer.holding(made.id(), wrong);
    } else {
      mixture.honestPeers.add(holder);
    }
    switch (kind) {
      case 0 -> manner.silent = true;
      case 1 -> manner.refusing = true;
      case 2 -> manner.status = 404;
      case 3 -> manner.bytesPerSecond = 1_000;
      case 4 -> manner.cutAfter = random.nextInt(PIECE);
      case 5 -> manner.stallAfter = random.nextInt(PIECE);
      case 6 -> manner.delayMillis = random.nextInt(300);
      default -> manner.bytesPerSecond = 500_000 + random.nextInt(5_000_000);
    }
  }

  private static Optional<PieceHashes> list(Made made, Random random) throws IOException {
    return switch (random.nextInt(3)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(made.pieces());
      default -> Optional.of(Scene.made(5, made.bytes().length).pieces());
    };
  }
}
