package org.edos.physical.torrent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;

/** The SHA-1 of the pieces of contents, computed by two threads from the files. */
final class PieceHashes {
  private static final int THREADS = 2;
  private static final int SHA1_BYTES = ContentPieces.HASH_BYTES;

  /** How many bytes one thread hashes before it takes up the next part. */
  private static final long STRIPE_BYTES = 8L << 20;

  private final List<TorrentFile.Source> sources;
  private final int pieceLength;
  private final LongConsumer hashed;
  private final List<ContentPieces> pieces;
  private final AtomicInteger nextStripe = new AtomicInteger();
  private final List<Stripe> stripes = new ArrayList<>();

  private record Stripe(int source, int firstPiece, int pieces) {}

  private PieceHashes(List<TorrentFile.Source> sources, int pieceLength, LongConsumer hashed) {
    this.sources = sources;
    this.pieceLength = pieceLength;
    this.hashed = hashed;
    this.pieces = new ArrayList<>(sources.size());
    int most = (int) Math.max(1, STRIPE_BYTES / pieceLength);
    for (int source = 0; source < sources.size(); source++) {
      int count = Math.toIntExact(Math.ceilDiv(sources.get(source).size(), pieceLength));
      pieces.add(
          new ContentPieces(new byte[Math.multiplyExact(count, SHA1_BYTES)], new byte[SHA1_BYTES]));
      for (int done = 0; done < count; done += most) {
        stripes.add(new Stripe(source, done, Math.min(most, count - done)));
      }
    }
  }

  /**
   * The hashes of each content's pieces.
   *
   * @param sources none of 0 bytes
   * @param hashed is told of bytes as they are hashed, by any thread
   */
  static Map<Sha256, ContentPieces> compute(
      List<TorrentFile.Source> sources, int pieceLength, LongConsumer hashed) {
    var work = new PieceHashes(sources, pieceLength, hashed);
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      var futures = new ArrayList<Future<?>>();
      for (int i = 0; i < THREADS; i++) {
        futures.add(threads.submit(work::hashStripes));
      }
      try {
        for (var future : futures) {
          future.get();
        }
      } catch (InterruptedException e) {
        threads.shutdownNow();
        throw e;
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
    Map<Sha256, ContentPieces> found = new HashMap<>();
    for (int source = 0; source < sources.size(); source++) {
      found.put(sources.get(source).content(), work.pieces.get(source));
    }
    return found;
  }

  private void hashStripes() {
    var sha1 = sha1();
    var buffer = ByteBuffer.allocate(pieceLength);
    for (int i = nextStripe.getAndIncrement();
        i < stripes.size();
        i = nextStripe.getAndIncrement()) {
      var stripe = stripes.get(i);
      var source = sources.get(stripe.source());
      try (var channel = FileChannel.open(source.file(), StandardOpenOption.READ)) {
        if (channel.size() != source.size()) {
          throw EdosException.external(
              "the size of "
                  + source.file()
                  + " changed; check the content store with 'edos doctor'");
        }
        for (int piece = 0; piece < stripe.pieces(); piece++) {
          hashPiece(stripe.source(), stripe.firstPiece() + piece, channel, buffer, sha1);
        }
      } catch (IOException | DigestException e) {
        nextStripe.set(stripes.size());
        throw EdosException.external(
            "cannot read " + source.file() + " to make a torrent of it: " + e.getMessage(), e);
      }
    }
  }

  private void hashPiece(
      int source, int piece, FileChannel channel, ByteBuffer buffer, MessageDigest sha1)
      throws IOException, DigestException {
    long offset = (long) piece * pieceLength;
    int length = (int) Math.min(pieceLength, sources.get(source).size() - offset);
    readFully(channel, offset, buffer.clear().limit(length));
    ContentPieces into = pieces.get(source);
    if (piece == into.pieces() - 1) {
      sha1.update(buffer.flip());
      sha1.digest(into.bareLast(), 0, SHA1_BYTES);
      buffer.rewind();
    } else {
      buffer.flip();
    }
    sha1.update(buffer);
    sha1.update(new byte[pieceLength - length]);
    sha1.digest(into.hashes(), piece * SHA1_BYTES, SHA1_BYTES);
    hashed.accept(length);
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
