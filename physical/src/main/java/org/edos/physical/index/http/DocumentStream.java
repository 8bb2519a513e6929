package org.edos.physical.index.http;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.unit.UnitId;

/**
 * Reads a release's documents as they travel: for each, 4 bytes big-endian length of the id, the id
 * in UTF-8, 4 bytes length of the XML, the XML; a length of 0 in the place of an id ends them.
 */
final class DocumentStream {
  /** An id has 1,024 characters at most, each of 3 bytes at most. */
  private static final int MAX_ID = 3 * UnitId.MAX_LENGTH;

  private static final int MAX_XML = 64 << 20;

  private DocumentStream() {}

  static void read(InputStream in, Consumer<Document> sink) throws IOException {
    DataInputStream data = new DataInputStream(in);
    for (int length = data.readInt(); length != 0; length = data.readInt()) {
      String id = new String(part(data, length, MAX_ID), StandardCharsets.UTF_8);
      sink.accept(new Document(UnitId.parse(id), part(data, data.readInt(), MAX_XML)));
    }
  }

  private static byte[] part(DataInputStream data, int length, int most) throws IOException {
    if (length < 0 || length > most) {
      throw EdosException.refused(
          "a document stream has a part of " + Integer.toUnsignedLong(length) + " bytes");
    }
    byte[] bytes = data.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("the stream ended within a document");
    }
    return bytes;
  }
}
