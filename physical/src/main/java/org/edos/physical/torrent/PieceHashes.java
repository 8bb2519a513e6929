package org.edos.physical.torrent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.edos.core.EdosException;

/** The SHA-1 of every piece of a torrent to be made, computed by two threads from the files. */
final class PieceHashes {
  private static final int THREADS = 2;
  private static final int SHA1_BYTES = 20;

  /** How many bytes one thread hashes before it takes up the next part. */
  private static final long STRIPE_BYTES = 8L << 20;

  private final Layout layout;
  private final List<Path> files;
  private final int pieceLength;
  private final byte[] hashes;
  private final AtomicInteger nextStripe = new AtomicInteger();
  private final List<Stripe> stripes = new ArrayList<>();

  private record Stripe(int file, int firstPiece, int pieces) {}

  private PieceHashes(Layout layout, List<Path> files, int pieceLength) {
    this.layout = layout;
    this.files = files;
    this.pieceLength = pieceLength;
    this.hashes = new byte[Math.multiplyExact(layout.pieces(), SHA1_BYTES)];
    int most = (int) Math.max(1, STRIPE_BYTES / pieceLength);
    for (int file = 0; file < files.size(); file++) {
      var span = layout.spans().get(file);
      for (int done = 0; done < span.pieces(); done += most) {
        stripes.add(
            new Stripe(file, span.firstPiece() + done, Math.min(most, span.pieces() - done)));
      }
    }
  }

  /** All hashes in a row, 20 bytes each. */
  static byte[] compute(Layout layout, List<Path> files, int pieceLength) {
    var work = new PieceHashes(layout, files, pieceLength);
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      var futures = new ArrayList<Future<?>>();
      for (int i = 0; i < THREADS; i++) {
        futures.add(threads.submit(work::hashStripes));
      }
      for (var future : futures) {
        future.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EdosException problem) {
        throw problem;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdosException.external("interrupted while a torrent was made; make it again", e);
    }
    return work.hashes;
  }

  private void hashStripes() {
    var sha1 = sha1();
    var buffer = ByteBuffer.allocate(pieceLength);
    for (int i = nextStripe.getAndIncrement();
        i < stripes.size();
        i = nextStripe.getAndIncrement()) {
      var stripe = stripes.get(i);
      var file = files.get(stripe.file());
      try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
        if (channel.size() != layout.spans().get(stripe.file()).entry().size()) {
          throw EdosException.external(
              "the size of " + file + " changed; check the content store with 'edos doctor'");
        }
        for (int piece = stripe.firstPiece();
            piece < stripe.firstPiece() + stripe.pieces();
            piece++) {
          hashPiece(piece, channel, buffer, sha1);
        }
      } catch (IOException | DigestException e) {
        nextStripe.set(stripes.size());
        throw EdosException.external(
            "cannot read " + file + " to make a torrent of it: " + e.getMessage(), e);
      }
    }
  }

  private void hashPiece(int piece, FileChannel channel, ByteBuffer buffer, MessageDigest sha1)
      throws IOException, DigestException {
    var slice = layout.slice(piece);
    readFully(channel, slice.offset(), buffer.clear().limit(slice.length()));
    sha1.update(buffer.flip());
    sha1.update(new byte[slice.padding()]);
    sha1.digest(hashes, piece * SHA1_BYTES, SHA1_BYTES);
  }

  /** Fills the buffer up to its limit from this place in the file. */
  static void readFully(FileChannel channel, long offset, ByteBuffer buffer) throws IOException {
    long at = offset;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new IOException("the file ends too early");
      }
      at += read;
    }
  }

  static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
