package org.edos.physical.index.grid;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A few neighbouring documents, compressed together: their lengths, then their bytes. */
final class DocumentChunk {
  private DocumentChunk() {}

  /** Makes chunks. Used by one thread. */
  static final class Compressor implements AutoCloseable {
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);

    byte[] compress(List<byte[]> documents) {
      ByteArrayOutputStream plain = new ByteArrayOutputStream();
      Varint.write(plain, documents.size());
      documents.forEach(document -> Varint.write(plain, document.length));
      documents.forEach(plain::writeBytes);
      ByteArrayOutputStream out = new ByteArrayOutputStream(plain.size() / 3 + 64);
      Varint.write(out, plain.size());
      deflater.reset();
      deflater.setInput(plain.toByteArray());
      deflater.finish();
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }

    @Override
    public void close() {
      deflater.end();
    }
  }

  /** One document of a chunk, by its place in it. */
  static byte[] document(byte[] chunk, int place) {
    ByteBuffer plain = inflate(ByteBuffer.wrap(chunk));
    int documents = Varint.read(plain);
    int before = 0;
    int length = 0;
    for (int i = 0; i < documents; i++) {
      int next = Varint.read(plain);
      before += i < place ? next : 0;
      length = i == place ? next : length;
    }
    byte[] document = new byte[length];
    plain.get(plain.position() + before, document);
    return document;
  }

  private static ByteBuffer inflate(ByteBuffer chunk) {
    byte[] plain = new byte[Varint.read(chunk)];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(chunk);
      int done = 0;
      while (done < plain.length) {
        int more = inflater.inflate(plain, done, plain.length - done);
        if (more == 0) {
          throw new IllegalStateException("a chunk of the index ends early");
        }
        done += more;
      }
      return ByteBuffer.wrap(plain);
    } catch (DataFormatException e) {
      throw new IllegalStateException("a chunk of the index is damaged", e);
    } finally {
      inflater.end();
    }
  }
}
