package org.edos.physical.index.grid;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.edos.core.metadata.Document;

/** Reads documents, those asked for together by one round trip. Safe for many threads. */
final class Documents {
  private final Blocks store;

  Documents(Blocks store) {
    this.store = store;
  }

  /**
   * A document's place.
   *
   * @param segment in which it is
   * @param number there
   */
  record Place(Segment segment, int number) {
    private String chunk() {
      return segment.root().chunk(segment.chunkOf(number));
    }

    private int pieces() {
      return Blocks.pieces(segment.root().chunks().get(segment.chunkOf(number)).bytes());
    }
  }

  Document read(Place place, Work work) {
    return read(List.of(place), work).get(0);
  }

  /** The documents at these places. */
  List<Document> read(List<Place> places, Work work) {
    Set<String> names = new TreeSet<>();
    for (Place place : places) {
      for (int i = 0; i < place.pieces(); i++) {
        names.add(Blocks.piece(place.chunk(), i));
      }
    }
    Map<String, byte[]> pieces = store.getAll(names, work);
    Map<String, DocumentChunk> chunks = new HashMap<>();
    List<Document> documents = new ArrayList<>(places.size());
    for (Place place : places) {
      DocumentChunk chunk =
          chunks.computeIfAbsent(place.chunk(), name -> unpacked(name, place.pieces(), pieces));
      int first =
          place.segment().root().chunks().get(place.segment().chunkOf(place.number())).first();
      documents.add(
          new Document(place.segment().id(place.number()), chunk.document(place.number() - first)));
    }
    return documents;
  }

  private static DocumentChunk unpacked(String name, int count, Map<String, byte[]> pieces) {
    if (count == 1) {
      return DocumentChunk.unpack(piece(name, 0, pieces));
    }
    ByteSink whole = new ByteSink(1 << 20);
    for (int i = 0; i < count; i++) {
      whole.write(piece(name, i, pieces));
    }
    return DocumentChunk.unpack(whole.toByteArray());
  }

  private static byte[] piece(String name, int number, Map<String, byte[]> pieces) {
    byte[] piece = pieces.get(Blocks.piece(name, number));
    if (piece == null) {
      throw new Blocks.Missing(name);
    }
    return piece;
  }
}
