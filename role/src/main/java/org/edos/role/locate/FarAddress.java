package org.edos.role.locate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which of the addresses that strangers name are called: none of this daemon, and none by which
 * strangers could have it talk to other services of this machine. Immutable.
 */
final class FarAddress {
  private static final int FIRST_FREE_PORT = 1024;
  private static final Set<Integer> WEB_PORTS = Set.of(80, 443);

  private final int port;
  private final Set<InetAddress> own;
  private final boolean loopback;

  /** Looks at this machine's addresses once. */
  FarAddress(URI self) {
    this.port = self.getPort();
    this.own = own();
    this.loopback = isLoopback(self);
  }

  private static Set<InetAddress> own() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .collect(Collectors.toUnmodifiableSet());
    } catch (SocketException e) {
      return Set.of();
    }
  }

  private static boolean isLoopback(URI self) {
    String host = String.valueOf(self.getHost());
    return host.startsWith("127.") || host.equals("[::1]") || host.equals("localhost");
  }

  /** The address of a daemon there, if it is one to be called. */
  Optional<URI> callable(InetSocketAddress named) {
    InetAddress address = named.getAddress();
    if (address == null
        || named.getPort() < FIRST_FREE_PORT && !WEB_PORTS.contains(named.getPort())
        || named.getPort() == port && own.contains(address)
        || address.isAnyLocalAddress()
        || address.isMulticastAddress()
        || address.isLinkLocalAddress()
        || address.isLoopbackAddress() && !loopback) {
      return Optional.empty();
    }
    String host = address.getHostAddress();
    return Optional.of(
        URI.create(
            "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + named.getPort()));
  }
}
