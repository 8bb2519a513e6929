package org.edos.app.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;

/** Tells callers of the same network from others. */
final class NearCaller {
  private static final int PRIVATE_MASK = 0xfe;
  private static final int PRIVATE_PREFIX = 0xfc;

  private NearCaller() {}

  /**
   * Whether a call came from this machine, from an address that no router passes on to the outside,
   * or from the network that the called address belongs to.
   *
   * @param remote the caller's numeric address
   * @param local the numeric address that was called
   */
  static boolean isNear(String remote, String local) {
    try {
      InetAddress caller = InetAddress.getByName(remote);
      return caller.isLoopbackAddress()
          || caller.isSiteLocalAddress()
          || caller.isLinkLocalAddress()
          || isUniqueLocal(caller)
          || isSameNetwork(caller, InetAddress.getByName(local));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isUniqueLocal(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 16 && (bytes[0] & PRIVATE_MASK) == PRIVATE_PREFIX;
  }

  private static boolean isSameNetwork(InetAddress caller, InetAddress called) throws IOException {
    NetworkInterface network = NetworkInterface.getByInetAddress(called);
    if (network == null) {
      return false;
    }
    for (InterfaceAddress own : network.getInterfaceAddresses()) {
      if (own.getAddress().equals(called)) {
        return isSame(caller.getAddress(), called.getAddress(), own.getNetworkPrefixLength());
      }
    }
    return false;
  }

  private static boolean isSame(byte[] one, byte[] other, int bits) {
    if (one.length != other.length || bits == 0) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      if (((one[bit >> 3] ^ other[bit >> 3]) & 0x80 >>> (bit & 7)) != 0) {
        return false;
      }
    }
    return true;
  }
}
