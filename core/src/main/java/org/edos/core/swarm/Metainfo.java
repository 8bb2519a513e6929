package org.edos.core.swarm;

/** How much there is to say about a torrent before a peer can join its swarm. */
public final class Metainfo {
  private static final long FRAME = 400;
  private static final long A_CONTENT = 160;
  private static final long A_PIECE = 20;

  private Metainfo() {}

  /**
   * About how many bytes describe a torrent, rather more than fewer: the name, length and padding
   * of every content, and the hash of every piece.
   */
  public static long bytes(long contents, long pieces) {
    return FRAME + A_CONTENT * contents + A_PIECE * pieces;
  }
}
