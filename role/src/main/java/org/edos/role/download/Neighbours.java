package org.edos.role.download;

import java.time.Duration;
import java.util.List;
import org.edos.core.gateway.Failing;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.KnownFile;

/**
 * Peers that no location tells of, such as those of the local network. Nothing of it throws because
 * of another machine. Safe for use by many threads.
 */
public interface Neighbours {
  /** Who may have a file, the best first; never one that is not to be asked now. At once. */
  List<Holder> find(KnownFile file);

  /** A peer that was found so gave bytes. */
  void gave(Holder holder, long bytes, Duration time);

  /** A peer that was found so failed. */
  void failed(Holder holder, KnownFile file, Failing how);

  /** Has none. */
  final class None implements Neighbours {
    @Override
    public List<Holder> find(KnownFile file) {
      return List.of();
    }

    @Override
    public void gave(Holder holder, long bytes, Duration time) {
      // Nobody was found.
    }

    @Override
    public void failed(Holder holder, KnownFile file, Failing how) {
      // Nobody was found.
    }
  }
}
