package org.edos.app.daemon;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.physical.peer.CallableAddress;

/**
 * Where a daemon listens, and by what address it is reached.
 *
 * @param host to bind; a wildcard for every interface
 * @param port to bind
 * @param local where this machine's own commands reach the daemon: they carry its token, so never
 *     by a name of the outside
 * @param address at which other peers reach it
 */
record Listening(String host, int port, URI local, URI address) {
  private static final String LAN = "lan";
  private static final String EVERYWHERE = "0.0.0.0";
  private static final Set<String> WILDCARDS = Set.of(EVERYWHERE, "::");

  /**
   * Decides by the settings.
   *
   * @param port asked for; 0 for any free one
   * @throws EdosException usage if the settings do not say enough, or the host is not this
   *     machine's; external if this machine is in no local network and is to listen there
   */
  static Listening of(Settings settings, int port) {
    boolean lan = settings.text(Setting.HOST).equals(LAN);
    String host = lan ? EVERYWHERE : settings.text(Setting.HOST);
    int bound = port == 0 ? freePort(host) : port;
    URI local = uri(WILDCARDS.contains(host) ? "127.0.0.1" : host, bound);
    Optional<URI> told = settings.optional(Setting.ADDRESS).map(Listening::peerAddress);
    if (told.isPresent()) {
      return new Listening(host, bound, local, told.get());
    }
    if (lan) {
      return new Listening(host, bound, local, uri(lanAddress().getHostAddress(), bound));
    }
    if (WILDCARDS.contains(host)) {
      throw EdosException.usage(
          "host="
              + host
              + " needs the address that other peers reach this daemon at:"
              + " --set address=http://NAME:PORT; or say --set host=lan");
    }
    return new Listening(host, bound, local, local);
  }

  private static URI uri(String host, int port) {
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  private static URI peerAddress(String text) {
    try {
      return CallableAddress.daemon(new URI(text));
    } catch (URISyntaxException e) {
      throw new EdosException(
          EdosException.Category.USAGE, "address is http://NAME:PORT, not '" + text + "'", e);
    }
  }

  private static int freePort(String host) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw EdosException.usage(
          "cannot listen on " + host + ": " + e.getMessage() + "; set another host");
    }
  }

  /** The first private address of an interface that is up. */
  private static InetAddress lanAddress() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(Listening::isUp)
          .flatMap(NetworkInterface::inetAddresses)
          .filter(one -> one instanceof Inet4Address && one.isSiteLocalAddress())
          .findFirst()
          .orElseThrow(() ->
              EdosException.external(
                  "this machine has no private address, so there is no local network to listen to;"
                      + " name an address with --set host=... --set address=http://NAME:PORT"));
    } catch (SocketException e) {
      throw EdosException.external("cannot look at this machine's network interfaces", e);
    }
  }

  private static boolean isUp(NetworkInterface one) {
    try {
      return one.isUp() && !one.isLoopback();
    } catch (SocketException e) {
      return false;
    }
  }
}
