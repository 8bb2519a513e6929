package org.edos.physical.index.grid;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.edos.core.query.Field;

/**
 * What a segment consists of: enough to find a term's block and a document's chunk, and to remove
 * the whole.
 *
 * @param id of the segment
 * @param documents how many it has
 * @param columns the numeric fields that any of its documents has
 * @param firstTerms of each term block
 * @param chunks the first document of each chunk and how many bytes the chunk has
 */
record SegmentRoot(
    String id, int documents, Set<Field> columns, List<byte[]> firstTerms, List<Chunk> chunks) {
  /** Documents whose identities lie together. */
  static final int IDS = 256;

  /**
   * Neighbouring documents that are compressed together.
   *
   * @param first document's number
   * @param bytes when compressed
   */
  record Chunk(int first, int bytes) {}

  String termBlock(int number) {
    return id + "/t" + number;
  }

  String chunk(int number) {
    return id + "/d" + number;
  }

  String ids(int number) {
    return id + "/i" + number;
  }

  String column(Field field) {
    return id + "/n-" + field;
  }

  /** The documents' SHA-256, 32 bytes each. */
  String hashes() {
    return id + "/h";
  }

  /** The beginnings of the SHA-256 of the documents' unit ids, 8 bytes each. */
  String units() {
    return id + "/u";
  }

  int idBlocks() {
    return (documents + IDS - 1) / IDS;
  }

  void remove(Blocks.Removal removal, Blocks.Removal postings) {
    for (int i = 0; i < firstTerms.size(); i++) {
      postings.add(termBlock(i));
    }
    postings.flush();
    for (int i = 0; i < chunks.size(); i++) {
      removal.addPieces(chunk(i), chunks.get(i).bytes());
    }
    for (int i = 0; i < idBlocks(); i++) {
      removal.add(ids(i));
    }
    columns.forEach(field -> removal.addPieces(column(field), documents * Long.BYTES));
    removal.addPieces(units(), documents * Long.BYTES);
    removal.addPieces(hashes(), documents * 32);
    removal.flush();
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(documents);
      out.writeInt(columns.size());
      for (Field field : columns) {
        out.writeUTF(field.toString());
      }
      out.writeInt(firstTerms.size());
      for (byte[] term : firstTerms) {
        out.writeShort(term.length);
        out.write(term);
      }
      out.writeInt(chunks.size());
      for (Chunk chunk : chunks) {
        out.writeInt(chunk.first());
        out.writeInt(chunk.bytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static SegmentRoot parse(String id, byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int documents = in.readInt();
      Set<Field> columns = EnumSet.noneOf(Field.class);
      for (int i = in.readInt(); i > 0; i--) {
        columns.add(Field.of(in.readUTF()).orElseThrow());
      }
      List<byte[]> firstTerms = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        firstTerms.add(in.readNBytes(in.readUnsignedShort()));
      }
      List<Chunk> chunks = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        chunks.add(new Chunk(in.readInt(), in.readInt()));
      }
      return new SegmentRoot(id, documents, columns, firstTerms, chunks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
