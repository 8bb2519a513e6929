package org.edos.role.publish;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.torrent.ContentPieces;

/**
 * The hashes of contents' pieces, written down by content and piece length, so that a content that
 * was hashed once is not read again for a later torrent, of whatever release. They lie in sixteen
 * documents for each piece length, by the first digit of the content's SHA-256; what has left the
 * store is dropped when a large one of them is written. Used by one thread.
 */
final class PieceRecords {
  private static final String PREFIX = "pieces/";
  private static final int DIGEST = 32;
  private static final int MOST_PIECES = 1_000_000;

  /** From so many contents on, a document is looked through for those that have left the store. */
  private static final int LARGE = 4096;

  private final DocumentStore documents;
  private final ContentStore store;

  PieceRecords(DocumentStore documents, ContentStore store) {
    this.documents = documents;
    this.store = store;
  }

  /** The hashes known of these contents. */
  Map<Sha256, ContentPieces> find(Collection<Sha256> contents, int pieceLength) {
    Map<String, Map<Sha256, ContentPieces>> read = new HashMap<>();
    Map<Sha256, ContentPieces> found = new HashMap<>();
    for (Sha256 content : contents) {
      Map<Sha256, ContentPieces> known =
          read.computeIfAbsent(key(content, pieceLength), this::read);
      Optional.ofNullable(known.get(content)).ifPresent(pieces -> found.put(content, pieces));
    }
    return found;
  }

  /** Writes hashes down. */
  void save(Map<Sha256, ContentPieces> pieces, int pieceLength) {
    Map<String, Map<Sha256, ContentPieces>> byKey = new TreeMap<>();
    pieces.forEach((content, hashes) ->
        byKey
            .computeIfAbsent(key(content, pieceLength), key -> new HashMap<>())
            .put(content, hashes));
    byKey.forEach((key, fresh) -> {
      Map<Sha256, ContentPieces> all = read(key);
      if (all.size() > LARGE) {
        all.keySet().removeIf(content -> !store.contains(content));
      }
      all.putAll(fresh);
      documents.put(key, write(all));
    });
  }

  private static String key(Sha256 content, int pieceLength) {
    return PREFIX + pieceLength + "/" + content.hex().charAt(0);
  }

  private static byte[] write(Map<Sha256, ContentPieces> pieces) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Map.Entry<Sha256, ContentPieces> entry : pieces.entrySet()) {
        out.write(HexFormat.of().parseHex(entry.getKey().hex()));
        out.writeInt(entry.getValue().pieces());
        out.write(entry.getValue().hashes());
        out.write(entry.getValue().bareLast());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A document that is damaged counts up to the damage: what is missing is hashed again. */
  private Map<Sha256, ContentPieces> read(String key) {
    Map<Sha256, ContentPieces> pieces = new HashMap<>();
    byte[] bytes = documents.get(key).orElse(new byte[0]);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      while (in.available() > 0) {
        byte[] content = new byte[DIGEST];
        in.readFully(content);
        int count = in.readInt();
        if (count < 1 || count > MOST_PIECES) {
          break;
        }
        byte[] hashes = new byte[count * ContentPieces.HASH_BYTES];
        in.readFully(hashes);
        byte[] bareLast = new byte[ContentPieces.HASH_BYTES];
        in.readFully(bareLast);
        pieces.put(
            new Sha256(HexFormat.of().formatHex(content)), new ContentPieces(hashes, bareLast));
      }
    } catch (IOException e) {
      System.getLogger(PieceRecords.class.getName())
          .log(System.Logger.Level.WARNING, "{0} is damaged: {1}", key, e.getMessage());
    }
    return pieces;
  }
}
