package org.edos.physical.peer;

import java.net.URI;
import java.util.Locale;
import org.edos.core.EdosException;

/**
 * The rule for addresses that come from other peers: whom this machine is willing to call at all.
 */
public final class CallableAddress {
  private static final int MAX_LENGTH = 2000;

  private CallableAddress() {}

  /** Whether it is the address of a daemon. */
  public static boolean isDaemon(URI address) {
    String path = address.getRawPath();
    return isCallable(address) && (path == null || path.isEmpty() || path.equals("/"));
  }

  /**
   * The address of a daemon, without a slash at its end.
   *
   * @throws EdosException (usage) if it is none
   */
  public static URI daemon(URI address) {
    if (!isDaemon(address)) {
      throw EdosException.usage(
          "not a peer's address (expected http://HOST:PORT): '"
              + PeerHttp.printable(address.toString())
              + "'");
    }
    return URI.create(
        address.getScheme().toLowerCase(Locale.ROOT) + "://" + address.getRawAuthority());
  }

  /**
   * An address at a daemon: http or https, with host and port, without user, query or fragment.
   *
   * @throws EdosException (usage) if it is none
   */
  public static URI callable(URI address) {
    if (!isCallable(address)) {
      throw EdosException.usage(
          "not an address at a peer (expected http://HOST:PORT/...): '"
              + PeerHttp.printable(address.toString())
              + "'");
    }
    return address;
  }

  private static boolean isCallable(URI address) {
    String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
    return (scheme.equals("http") || scheme.equals("https"))
        && address.getHost() != null
        && address.getPort() > 0
        && address.getPort() < 65536
        && address.getRawUserInfo() == null
        && address.getRawQuery() == null
        && address.getRawFragment() == null
        && address.toString().length() <= MAX_LENGTH;
  }
}
