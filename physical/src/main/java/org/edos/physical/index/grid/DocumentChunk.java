package org.edos.physical.index.grid;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A few neighbouring documents, compressed together: how long the whole is, then with Zstandard
 * their number, their lengths and their bytes. Immutable.
 */
final class DocumentChunk {
  /** Level 1: the higher ones save a tenth of the bytes and take twice the time. */
  private static final int LEVEL = 1;

  /** Making one costs more than unpacking a chunk. */
  private static final ConcurrentLinkedQueue<ZstdDecompressCtx> IDLE =
      new ConcurrentLinkedQueue<>();

  private final byte[] plain;

  private DocumentChunk(byte[] plain) {
    this.plain = plain;
  }

  /** Makes chunks. Used by one thread. */
  static final class Compressor implements AutoCloseable {
    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(LEVEL);
    private final ByteSink plain = new ByteSink(1 << 17);
    private byte[] packed = new byte[1 << 16];

    byte[] compress(List<byte[]> documents) {
      plain.reset();
      plain.writeVarint(documents.size());
      documents.forEach(document -> plain.writeVarint(document.length));
      documents.forEach(plain::write);
      int bound = Math.toIntExact(Zstd.compressBound(plain.size()));
      if (packed.length < bound) {
        packed = new byte[bound];
      }
      int length = zstd.compressByteArray(packed, 0, packed.length, plain.bytes(), 0, plain.size());
      ByteSink chunk = new ByteSink(length + 5);
      chunk.writeVarint(plain.size());
      chunk.write(packed, 0, length);
      return chunk.toByteArray();
    }

    @Override
    public void close() {
      zstd.close();
    }
  }

  /** A chunk as it was compressed. */
  static DocumentChunk unpack(byte[] packed) {
    ByteBuffer chunk = ByteBuffer.wrap(packed);
    byte[] plain = new byte[Varint.read(chunk)];
    ZstdDecompressCtx idle = IDLE.poll();
    ZstdDecompressCtx zstd = idle == null ? new ZstdDecompressCtx() : idle;
    int length =
        zstd.decompressByteArray(
            plain, 0, plain.length, packed, chunk.position(), chunk.remaining());
    IDLE.add(zstd);
    if (length != plain.length) {
      throw new IllegalStateException("a chunk of the index ends early");
    }
    return new DocumentChunk(plain);
  }

  /** One of the documents, by its place. */
  byte[] document(int place) {
    ByteBuffer in = ByteBuffer.wrap(plain);
    int documents = Varint.read(in);
    int before = 0;
    int length = 0;
    for (int i = 0; i < documents; i++) {
      int next = Varint.read(in);
      before += i < place ? next : 0;
      length = i == place ? next : length;
    }
    byte[] document = new byte[length];
    in.get(in.position() + before, document);
    return document;
  }
}
