package org.edos.physical.lan.memory;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.edos.physical.lan.LocalNetwork;

/** One daemon's place at a cable that exists in memory. Safe for use by many threads. */
public final class MemoryLocalNetwork implements LocalNetwork {
  /** What the daemons of one network share. Safe for use by many threads. */
  public static final class Cable {
    private final Map<MemoryLocalNetwork, Listener> there = new LinkedHashMap<>();

    /** Nobody is there yet. */
    public Cable() {}

    private synchronized void plug(MemoryLocalNetwork one, Listener listener) {
      new ArrayList<>(there.entrySet())
          .forEach(other -> {
            other.getKey().self.ifPresent(listener::appeared);
            one.self.ifPresent(other.getValue()::appeared);
          });
      there.put(one, listener);
    }

    private synchronized void unplug(MemoryLocalNetwork one) {
      if (there.remove(one) != null) {
        one.self.ifPresent(self -> there.values().forEach(listener -> listener.gone(self)));
      }
    }
  }

  private final Cable cable;
  private final Optional<URI> self;

  /**
   * Not plugged in yet.
   *
   * @param self the daemon's address; empty to look at others without being seen
   */
  public MemoryLocalNetwork(Cable cable, Optional<URI> self) {
    this.cable = cable;
    this.self = self;
  }

  @Override
  public void begin(Listener listener) {
    cable.plug(this, listener);
  }

  @Override
  public void close() {
    cable.unplug(this);
  }
}
