package org.edos.physical.torrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a torrent's contents lie among its pieces: each begins a piece of its own, since padding
 * fills the last piece of every content but the last one. Padding is never transferred.
 */
public final class Layout {
  /**
   * The pieces of one content.
   *
   * @param entry the content
   * @param firstPiece number of its first piece
   * @param pieces how many it has
   */
  public record Span(Torrent.Entry entry, int firstPiece, int pieces) {}

  /**
   * The bytes of a content that one piece holds.
   *
   * @param file position of the content in {@link Torrent#files()}
   * @param offset in the content
   * @param length in bytes, without padding
   * @param padding zero bytes that follow when the piece is hashed
   */
  public record Slice(int file, long offset, int length, int padding) {}

  private final List<Span> spans;
  private final int[] fileOfPiece;
  private final int pieceLength;

  private Layout(List<Span> spans, int[] fileOfPiece, int pieceLength) {
    this.spans = spans;
    this.fileOfPiece = fileOfPiece;
    this.pieceLength = pieceLength;
  }

  /** The layout of a torrent. */
  public static Layout of(Torrent torrent) {
    return of(torrent.files(), torrent.pieceLength());
  }

  static Layout of(List<Torrent.Entry> files, int pieceLength) {
    var spans = new ArrayList<Span>();
    int piece = 0;
    for (var entry : files) {
      int pieces = Math.toIntExact((entry.size() + pieceLength - 1) / pieceLength);
      spans.add(new Span(entry, piece, pieces));
      piece = Math.addExact(piece, pieces);
    }
    var fileOfPiece = new int[piece];
    for (int file = 0; file < spans.size(); file++) {
      var span = spans.get(file);
      Arrays.fill(fileOfPiece, span.firstPiece(), span.firstPiece() + span.pieces(), file);
    }
    return new Layout(List.copyOf(spans), fileOfPiece, pieceLength);
  }

  /** How many pieces the torrent has. */
  public int pieces() {
    return fileOfPiece.length;
  }

  /** The pieces of each content, in the torrent's order. */
  public List<Span> spans() {
    return spans;
  }

  /** What this piece holds. */
  public Slice slice(int piece) {
    int file = fileOfPiece[piece];
    var span = spans.get(file);
    long offset = (long) (piece - span.firstPiece()) * pieceLength;
    int length = (int) Math.min(pieceLength, span.entry().size() - offset);
    boolean last = piece == fileOfPiece.length - 1;
    return new Slice(file, offset, length, last ? 0 : pieceLength - length);
  }
}
