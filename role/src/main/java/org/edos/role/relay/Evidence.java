package org.edos.role.relay;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edos.core.gateway.Failing;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.unit.Sha256;

/**
 * What peers said the pieces of a file are, where something was wrong with it: who lied is only
 * told once the right bytes are known, so that nobody pays for an origin or for another peer. Safe
 * for use by many threads.
 */
final class Evidence {
  private record Said(int piece, Holder holder, Sha256 hash) {}

  private static final int MOST = 10_000;

  private final List<Said> said = new ArrayList<>();
  private final Set<Holder> rejected = new HashSet<>();
  private final Set<Holder> passing = new HashSet<>();
  private final Set<Holder> partial = new HashSet<>();
  private final Set<Holder> blamed = new HashSet<>();
  private Optional<PieceHashes> list = Optional.empty();

  /** By which list the pieces were looked at. */
  synchronized void listed(PieceHashes pieces) {
    list = Optional.of(pieces);
  }

  /** A peer gives what others gave it, before it can know that it is right. */
  synchronized void passesOn(Holder holder) {
    passing.add(holder);
    partial.add(holder);
  }

  /** A peer gives of what it has all of. */
  synchronized void hasAll(Holder holder) {
    partial.remove(holder);
  }

  /** Whether a peer has only a part, as it last said. */
  synchronized boolean isPartial(Holder holder) {
    return partial.contains(holder);
  }

  /** Reports a peer whose bytes were wrong, once: who only passed them on is no liar. */
  synchronized void blame(Holder holder, KnownFile file, Holders holders) {
    if (blamed.add(holder)) {
      holders.failed(holder, file, passing.contains(holder) ? Failing.PASSED_ON : Failing.LYING);
    }
  }

  /** A piece was not as the list says: the peer is wrong, or the list. */
  synchronized void rejected(int piece, Holder holder, Sha256 hash) {
    rejected.add(holder);
    add(new Said(piece, holder, hash));
  }

  /** Whether the list was against some peer. */
  synchronized boolean hasRejections() {
    return !rejected.isEmpty();
  }

  /** Whether the list was against so many peers that it is doubtful itself. */
  synchronized boolean isListDoubtful() {
    return rejected.size() > 1;
  }

  /**
   * All together was wrong: notes the pieces that peers gave alone, before they are replaced. One
   * that an origin began is nobody's word.
   */
  void suspect(ArrivingFile wrong) throws IOException {
    for (PieceTable.Given given : wrong.given()) {
      if (given.alone()) {
        Said piece = new Said(given.piece(), given.holder(), wrong.hashOf(given.piece()));
        synchronized (this) {
          add(piece);
        }
      }
    }
  }

  private void add(Said piece) {
    if (said.size() < MOST) {
      said.add(piece);
    }
  }

  /** Reports who said something else than what is right. */
  synchronized void judge(ArrivingFile right, Holders holders) throws IOException {
    boolean listWrong = false;
    for (Said piece : said) {
      boolean told = right.hashOf(piece.piece()).equals(piece.hash());
      if (!told) {
        blame(piece.holder(), right.file(), holders);
      }
      listWrong |= list.isPresent() && !isListed(right, piece.piece(), list.get());
    }
    if (listWrong) {
      holders.wrongPieces(right.file(), list.orElseThrow());
    }
    said.clear();
  }

  private static boolean isListed(ArrivingFile right, int piece, PieceHashes list)
      throws IOException {
    int length = PieceHashes.length(right.file().size(), piece);
    try (InputStream in = right.space().open(PieceTable.start(piece))) {
      return list.matches(piece, in.readNBytes(length), 0, length);
    }
  }
}
