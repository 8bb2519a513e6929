package org.edos.physical.lan.mdns;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An address of this machine in a network.
 *
 * @param address this machine's
 * @param prefix how many leading bits the addresses of the network have in common
 */
record LocalAddress(InetAddress address, int prefix) {
  private static final Logger LOG = LoggerFactory.getLogger(LocalAddress.class);

  /**
   * The addresses behind one that a daemon listens on: that one, or for a wildcard the IPv4 one of
   * every network that takes multicast, without loopback. Empty where there is none.
   */
  static List<LocalAddress> of(String host) {
    try {
      InetAddress named = InetAddress.getByName(host);
      return NetworkInterface.networkInterfaces()
          .filter(LocalAddress::isUsable)
          .flatMap(network -> network.getInterfaceAddresses().stream())
          .filter(own -> matches(own, named))
          .map(own -> new LocalAddress(own.getAddress(), own.getNetworkPrefixLength()))
          .toList();
    } catch (IOException e) {
      LOG.warn("cannot look at this machine's networks: {}", e.getMessage());
      return List.of();
    }
  }

  private static boolean isUsable(NetworkInterface network) {
    try {
      return network.isUp() && (network.supportsMulticast() || network.isLoopback());
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean matches(InterfaceAddress own, InetAddress named) {
    InetAddress address = own.getAddress();
    return named.isAnyLocalAddress()
        ? address instanceof Inet4Address && !address.isLoopbackAddress()
        : address.equals(named);
  }

  /** Whether an address belongs to the same network. */
  boolean isNear(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >>> (bit & 7);
      if (((mine[bit >> 3] ^ theirs[bit >> 3]) & mask) != 0) {
        return false;
      }
    }
    return !other.isMulticastAddress() && !other.isAnyLocalAddress();
  }
}
