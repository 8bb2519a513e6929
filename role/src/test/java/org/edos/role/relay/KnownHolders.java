package org.edos.role.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.edos.core.gateway.Failing;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.gateway.Via;

/** Holders that are told, and that remember what was seen of them. Safe for many threads. */
final class KnownHolders implements Holders {
  /** What was said against a peer. */
  record Blame(Holder holder, Failing how) {}

  final List<Holder> holders = new CopyOnWriteArrayList<>();
  final List<Blame> blames = new CopyOnWriteArrayList<>();
  final List<PieceHashes> wrongLists = new CopyOnWriteArrayList<>();
  final AtomicLong given = new AtomicLong();
  volatile Optional<PieceHashes> list = Optional.empty();
  volatile boolean findFails;
  volatile boolean listFails;

  /** Knows a peer of the local network from now on. */
  Holder know(OddServer server) {
    Holder holder = new Holder(server.address(), Via.LAN);
    holders.add(holder);
    return holder;
  }

  /** Who was blamed for something. */
  List<Holder> blamed(Failing how) {
    List<Holder> blamed = new ArrayList<>();
    blames.stream().filter(blame -> blame.how() == how).map(Blame::holder).forEach(blamed::add);
    return blamed;
  }

  @Override
  public List<Holder> find(KnownFile file, Duration atMost) {
    failIf(findFails);
    return List.copyOf(holders);
  }

  @Override
  public Optional<PieceHashes> pieces(KnownFile file, List<Holder> asked, Duration atMost) {
    failIf(listFails);
    return list;
  }

  private static void failIf(boolean fails) {
    if (fails) {
      throw new IllegalStateException("as the test wants it");
    }
  }

  @Override
  public void gave(Holder holder, long bytes, Duration time) {
    given.addAndGet(bytes);
  }

  @Override
  public void failed(Holder holder, KnownFile file, Failing how) {
    blames.add(new Blame(holder, how));
  }

  @Override
  public void wrongPieces(KnownFile file, PieceHashes wrong) {
    wrongLists.add(wrong);
  }
}
