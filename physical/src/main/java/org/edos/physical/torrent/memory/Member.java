package org.edos.physical.torrent.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.swarm.SwarmStatus.State;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.Layout;
import org.edos.physical.torrent.Share;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentFile;
import org.edos.physical.torrent.TorrentRequest;

/**
 * One engine's part in one torrent: its files, which pieces it has, and how many bytes went to and
 * fro.
 */
final class Member {
  private static final int SHA1_BYTES = 20;
  private static final int BLOCK_BYTES = 16 << 10;

  private final Torrent torrent;
  private final Layout layout;
  private final byte[] hashes;
  private final Share share;
  private final boolean downloads;
  private final Map<Sha256, Path> files;
  private final BitSet had = new BitSet();
  private final BitSet wanted = new BitSet();
  private State state = State.CHECKING;
  private String problem = "";
  private long downloaded;
  private long uploaded;
  private long wrong;
  private int peers;

  Member(TorrentRequest request, boolean downloads) {
    this.torrent = request.torrent();
    this.layout = Layout.of(torrent);
    this.hashes = TorrentFile.pieceHashes(torrent);
    this.share = request.share();
    this.downloads = downloads;
    this.files = new HashMap<>(request.files());
    files.putAll(request.here());
    for (var span : layout.spans()) {
      int end = span.firstPiece() + span.pieces();
      if (request.files().containsKey(span.entry().content())) {
        wanted.set(span.firstPiece(), end);
      } else if (request.here().containsKey(span.entry().content())) {
        had.set(span.firstPiece(), end);
      }
    }
    if (!downloads) {
      had.or(wanted);
      state = State.SEEDING;
    }
  }

  String infoHash() {
    return torrent.infoHash();
  }

  Torrent torrent() {
    return torrent;
  }

  /** Finds out which pieces are there from an earlier run. */
  void check() {
    for (int piece = wanted.nextSetBit(0); piece >= 0; piece = wanted.nextSetBit(piece + 1)) {
      var bytes = read(piece);
      if (bytes.isPresent() && isRight(piece, bytes.get())) {
        keep(piece);
      }
    }
    advance();
  }

  private synchronized void keep(int piece) {
    had.set(piece);
  }

  private synchronized void advance() {
    state = missing().isEmpty() ? State.SEEDING : State.DOWNLOADING;
  }

  synchronized boolean done() {
    return state == State.SEEDING;
  }

  synchronized void move(Map<Sha256, Path> moved) {
    files.putAll(moved);
  }

  /**
   * The pieces yet to be fetched that the other has; those of this peer's share first, then the
   * rarest.
   */
  List<Integer> wantedFrom(Member other, List<Member> all) {
    var missing = missing();
    missing.and(other.pieces());
    var copies = new int[layout.pieces()];
    for (var member : all) {
      member.pieces().stream().forEach(piece -> copies[piece]++);
    }
    Comparator<Integer> order = Comparator.comparing(piece -> !share.prefers(piece));
    return missing.stream().boxed().sorted(order.thenComparing(piece -> copies[piece])).toList();
  }

  private synchronized BitSet missing() {
    var missing = (BitSet) wanted.clone();
    missing.andNot(had);
    return missing;
  }

  private synchronized BitSet pieces() {
    return (BitSet) had.clone();
  }

  synchronized void connected(int others) {
    peers = others;
  }

  /** Gives a piece to another member, if it is here and can be read. */
  Optional<byte[]> give(int piece) {
    var bytes = read(piece);
    synchronized (this) {
      bytes.ifPresent(b -> uploaded += travelling(piece));
    }
    return bytes;
  }

  /** Takes a piece in; says whether it was right. */
  boolean take(int piece, byte[] bytes) throws IOException {
    boolean right = isRight(piece, bytes);
    if (right) {
      write(piece, bytes);
    }
    synchronized (this) {
      downloaded += travelling(piece);
      if (right) {
        had.set(piece);
        advance();
      } else {
        wrong += bytes.length;
        problem = "a peer sent wrong bytes and is not asked again";
      }
    }
    return right;
  }

  /**
   * What a peer on a network would send for this piece: its bytes, the last block filled up with
   * padding.
   */
  private long travelling(int piece) {
    var slice = layout.slice(piece);
    return slice.length() + Math.min(slice.padding(), Math.floorMod(-slice.length(), BLOCK_BYTES));
  }

  synchronized void fail(String what) {
    state = State.FAILED;
    problem = what;
  }

  private Optional<byte[]> read(int piece) {
    var slice = layout.slice(piece);
    try (var channel = FileChannel.open(path(slice.file()), StandardOpenOption.READ)) {
      var buffer = ByteBuffer.allocate(slice.length());
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, slice.offset() + buffer.position()) < 0) {
          return Optional.empty();
        }
      }
      return Optional.of(buffer.array());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void write(int piece, byte[] bytes) throws IOException {
    var slice = layout.slice(piece);
    var path = path(slice.file());
    Files.createDirectories(path.toAbsolutePath().getParent());
    try (var channel =
        FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      var buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer, slice.offset() + buffer.position());
      }
    }
  }

  private synchronized Path path(int file) {
    var path = files.get(torrent.files().get(file).content());
    if (path == null) {
      throw new IllegalStateException("only wanted pieces are read and written");
    }
    return path;
  }

  private boolean isRight(int piece, byte[] bytes) {
    try {
      var sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(bytes);
      sha1.update(new byte[layout.slice(piece).padding()]);
      int at = piece * SHA1_BYTES;
      return Arrays.equals(sha1.digest(), Arrays.copyOfRange(hashes, at, at + SHA1_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /** The wanted contents that have all their pieces. */
  synchronized Set<Sha256> finished() {
    return layout.spans().stream()
        .filter(span -> wanted.get(span.firstPiece()))
        .filter(span -> had.nextClearBit(span.firstPiece()) >= span.firstPiece() + span.pieces())
        .map(span -> span.entry().content())
        .collect(Collectors.toSet());
  }

  synchronized SwarmStatus status() {
    return new SwarmStatus(
        infoHash(),
        state,
        bytes(wanted),
        bytes(wanted) - bytes(missing()),
        downloaded,
        uploaded,
        wrong,
        0,
        0,
        peers,
        downloads ? problem : "");
  }

  private long bytes(BitSet pieces) {
    return pieces.stream().mapToLong(piece -> layout.slice(piece).length()).sum();
  }
}
