package org.edos.actor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.edos.core.gateway.Failing;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PieceHashes;
import org.edos.role.locate.Locating;
import org.edos.role.relay.Holders;

/**
 * What locating knows, as relaying asks for it.
 *
 * @param locating stays the caller's to close
 */
public record LocatedHolders(Locating locating) implements Holders {
  @Override
  public List<Holder> find(KnownFile file, Duration atMost) {
    return locating.find(file, atMost);
  }

  @Override
  public Optional<PieceHashes> pieces(KnownFile file, List<Holder> holders, Duration atMost) {
    return locating.pieces(file, holders, atMost);
  }

  @Override
  public void gave(Holder holder, long bytes, Duration time) {
    locating.gave(holder, bytes, time);
  }

  @Override
  public void failed(Holder holder, KnownFile file, Failing how) {
    locating.failed(holder, file, how);
  }

  @Override
  public void wrongPieces(KnownFile file, PieceHashes list) {
    locating.wrongPieces(file, list);
  }
}
