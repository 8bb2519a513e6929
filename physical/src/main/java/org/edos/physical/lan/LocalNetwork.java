package org.edos.physical.lan;

import java.net.URI;

/**
 * Finds the other daemons of the local network, and makes this one known there. What it tells of
 * another is the other's own word, and unverified. Safe for use by many threads.
 */
public interface LocalNetwork extends AutoCloseable {
  /** Most peers that are told of at one time; further ones are left out. */
  int MOST_PEERS = 200;

  /**
   * Begins, and returns before anything was found. A network that cannot be used, for want of an
   * interface, say, is one in which nobody is. To be called once.
   *
   * @param listener is told of others, never of this daemon itself, by one thread at a time
   */
  void begin(Listener listener);

  /** Hears who is there. */
  interface Listener {
    /**
     * A daemon is there, or there again.
     *
     * @param peer its address, {@code http://host:port} with a numeric host
     */
    void appeared(URI peer);

    /** A daemon said that it goes, or was not heard of for long. */
    void gone(URI peer);
  }

  /** Takes leave of the others; nothing is told any more. */
  @Override
  void close();
}
