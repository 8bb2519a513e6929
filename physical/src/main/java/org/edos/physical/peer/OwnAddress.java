package org.edos.physical.peer;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Tells addresses that reach this machine itself, or only its own link. */
public final class OwnAddress {
  private OwnAddress() {}

  /** Whether what listens there may be meant for this machine alone. */
  public static boolean is(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || isOfAnInterface(address);
  }

  private static boolean isOfAnInterface(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true;
    }
  }
}
