package org.edos.physical.torrent;

import java.util.List;
import java.util.Set;
import org.edos.core.unit.Sha256;

/**
 * A torrent: version 1 with every file aligned to a piece (canonical padding), whose files are
 * contents named by their SHA-256. {@link TorrentFile} makes and reads the bytes.
 *
 * @param metainfo the whole .torrent file; treated as immutable
 * @param infoHash 40 lower-case hexadecimal digits
 * @param files the contents in order, without padding
 * @param pieceLength in bytes
 */
public record Torrent(byte[] metainfo, String infoHash, List<Entry> files, int pieceLength) {
  private static final int BLOCK = 16 << 10;

  /**
   * A content in a torrent.
   *
   * @param content its hash, which is also its name in the torrent
   * @param size in bytes
   */
  public record Entry(Sha256 content, long size) {}

  /** Copies the list. */
  public Torrent {
    files = List.copyOf(files);
  }

  /**
   * Bytes of padding that travel with some of the contents: peers exchange whole blocks of 16 KiB,
   * and the last block of a content is filled up with padding where another content follows.
   */
  public long paddingInBlocks(Set<Sha256> contents) {
    long padding = 0;
    for (Entry entry : files.subList(0, Math.max(0, files.size() - 1))) {
      padding += contents.contains(entry.content()) ? Math.floorMod(-entry.size(), BLOCK) : 0;
    }
    return padding;
  }

  /** Equal when the info-hash is. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Torrent that && infoHash.equals(that.infoHash);
  }

  @Override
  public int hashCode() {
    return infoHash.hashCode();
  }
}
