package org.edos.app.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.edos.core.EdosException;
import org.edos.physical.peer.OwnAddress;

/** Who may use the gateway: the setting of that name. */
public enum Callers {
  /** This machine's own programs. */
  OWN,
  /** They, and whoever calls from a private or link-local address. */
  LAN,
  /** Nobody. */
  OFF;

  /**
   * Reads the setting.
   *
   * @throws EdosException (usage) if it is none of the three
   */
  public static Callers of(String text) {
    return switch (text) {
      case "own" -> OWN;
      case "lan" -> LAN;
      case "off" -> OFF;
      default -> throw EdosException.usage("gateway is own, lan or off, not '" + text + "'");
    };
  }

  /** The setting's word. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Does nothing if a caller may use the gateway.
   *
   * @param remote the caller's end of the connection
   * @param local this daemon's end
   * @throws EdosException (refused) if not, naming the setting
   */
  void check(SocketAddress remote, SocketAddress local) {
    boolean allowed =
        switch (this) {
          case OWN -> isOwn(remote, local);
          case LAN -> isOwn(remote, local) || isNear(address(remote));
          case OFF -> false;
        };
    if (!allowed) {
      throw EdosException.refused(
          "the gateway of this daemon is not for this caller: its setting is gateway="
              + word()
              + "; gateway=own lets in programs of its own machine, gateway=lan those of the local"
              + " network");
    }
  }

  /**
   * Does nothing if a caller may be led to a host. Whoever calls from outside shall not reach by
   * way of this daemon what only this machine reaches.
   *
   * @return what to connect to: the host or, for callers from outside, one of its addresses, since
   *     its name may lead elsewhere when it is looked up again
   * @throws EdosException refused if not; external if the host is unknown
   */
  String checkDestination(SocketAddress remote, SocketAddress local, String host) {
    if (isOwn(remote, local)) {
      return host;
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    try {
      InetAddress[] addresses = InetAddress.getAllByName(bare);
      for (InetAddress address : addresses) {
        if (OwnAddress.is(address) || address.equals(address(local))) {
          throw EdosException.refused("the gateway leads no caller of another machine to " + host);
        }
      }
      return addresses[0].getHostAddress();
    } catch (UnknownHostException e) {
      throw EdosException.external("unknown host " + host + "; see whether its name is right", e);
    }
  }

  private static boolean isOwn(SocketAddress remote, SocketAddress local) {
    InetAddress caller = address(remote);
    return caller.isLoopbackAddress() || caller.equals(address(local));
  }

  private static boolean isNear(InetAddress caller) {
    byte[] octets = caller.getAddress();
    boolean uniqueLocal = octets.length == 16 && (octets[0] & 0xfe) == 0xfc;
    return caller.isSiteLocalAddress() || caller.isLinkLocalAddress() || uniqueLocal;
  }

  private static InetAddress address(SocketAddress address) {
    if (address instanceof InetSocketAddress internet && internet.getAddress() != null) {
      return internet.getAddress();
    }
    throw EdosException.refused("the gateway does not know where this call comes from");
  }
}
