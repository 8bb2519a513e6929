package org.edos.physical.torrent.libtorrent;

/** How far the engine's network reaches, which decides what it takes to get through to peers. */
public enum Reach {
  /** Peers of this machine: plain TCP. */
  LOOPBACK,
  /** Peers of a network without obstacles: plain TCP, which is fastest there. */
  LAN,
  /**
   * Peers anywhere: uTP, which gives way to other traffic, beside TCP; ports opened in the router
   * by UPnP and NAT-PMP; connections through NAT by holes that a common peer helps to punch (BEP
   * 55); encryption where the other side asks for it.
   */
  OPEN;

  /** The reach of an engine that listens at this numeric address, unless it is told another one. */
  public static Reach at(String listenAddress) {
    return listenAddress.startsWith("127.") || listenAddress.equals("[::1]") ? LOOPBACK : OPEN;
  }
}
