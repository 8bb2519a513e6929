package org.edos.physical.torrent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Finds out which pieces of a torrent lie in files already, by reading them. */
public final class PieceCheck {
  private static final int SHA1_BYTES = 20;

  private PieceCheck() {}

  /**
   * The pieces that are right. A file that is not there, too short or unreadable has none where it
   * is so.
   *
   * @param files by position of their contents in the torrent
   * @param doubtful the only pieces that are looked at
   * @param cancelled ends the work early, with what was found so far
   */
  public static BitSet right(
      Torrent torrent, Map<Integer, Path> files, BitSet doubtful, BooleanSupplier cancelled) {
    var right = new BitSet();
    var layout = Layout.of(torrent);
    var hashes = TorrentFile.pieceHashes(torrent);
    files.forEach((file, path) -> {
      var span = layout.spans().get(file);
      int end = span.firstPiece() + span.pieces();
      if (doubtful.get(span.firstPiece(), end).isEmpty()) {
        return;
      }
      try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
        var sha1 = PieceHashes.sha1();
        var buffer = ByteBuffer.allocate(torrent.pieceLength());
        for (int piece = doubtful.nextSetBit(span.firstPiece());
            piece >= 0 && piece < end && !cancelled.getAsBoolean();
            piece = doubtful.nextSetBit(piece + 1)) {
          var slice = layout.slice(piece);
          if (channel.size() < slice.offset() + slice.length()) {
            return;
          }
          PieceHashes.readFully(channel, slice.offset(), buffer.clear().limit(slice.length()));
          if (matches(sha1, buffer.flip(), slice.padding(), hashes, piece)) {
            right.set(piece);
          }
        }
      } catch (IOException e) {
        // What cannot be read is not here.
      }
    });
    return right;
  }

  private static boolean matches(
      MessageDigest sha1, ByteBuffer bytes, int padding, byte[] hashes, int piece) {
    try {
      sha1.update(bytes);
      sha1.update(new byte[padding]);
      var hash = new byte[SHA1_BYTES];
      sha1.digest(hash, 0, SHA1_BYTES);
      int at = piece * SHA1_BYTES;
      return Arrays.equals(hash, 0, SHA1_BYTES, hashes, at, at + SHA1_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("a SHA-1 has " + SHA1_BYTES + " bytes", e);
    }
  }
}
