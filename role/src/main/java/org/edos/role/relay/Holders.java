package org.edos.role.relay;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.edos.core.gateway.Failing;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PieceHashes;

/**
 * Who else has a file, and what was seen of them. No method throws or waits longer than it is told
 * to. Safe for use by many threads.
 */
public interface Holders {
  /**
   * Peers that may hold a file, the best first; never one that was found lying, nor one that was
   * found away lately. Returns at once what is known where something is known.
   *
   * @param atMost how long to look where nothing is known yet
   */
  List<Holder> find(KnownFile file, Duration atMost);

  /**
   * The hashes of a file's pieces, as most of those asked have it; empty where nobody says, or the
   * file is one piece.
   *
   * @param holders whom to ask, among others
   */
  Optional<PieceHashes> pieces(KnownFile file, List<Holder> holders, Duration atMost);

  /** A peer gave bytes. */
  void gave(Holder holder, long bytes, Duration time);

  /** A peer failed. */
  void failed(Holder holder, KnownFile file, Failing how);

  /**
   * A list of piece hashes proved wrong for a file: whoever vouched for it is not believed again.
   */
  void wrongPieces(KnownFile file, PieceHashes list);

  /** Knows nobody. */
  static Holders nobody() {
    return new Nobody();
  }

  /** Knows nobody. */
  final class Nobody implements Holders {
    private Nobody() {}

    @Override
    public List<Holder> find(KnownFile file, Duration atMost) {
      return List.of();
    }

    @Override
    public Optional<PieceHashes> pieces(KnownFile file, List<Holder> holders, Duration atMost) {
      return Optional.empty();
    }

    @Override
    public void gave(Holder holder, long bytes, Duration time) {
      // There is nobody to remember.
    }

    @Override
    public void failed(Holder holder, KnownFile file, Failing how) {
      // There is nobody to remember.
    }

    @Override
    public void wrongPieces(KnownFile file, PieceHashes list) {
      // Nobody vouched for it.
    }
  }
}
