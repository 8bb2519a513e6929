package org.edos.physical.grid;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Finds out whether a member of this grid answers at an address: it shows a certificate of the same
 * authority. A process that is frozen, or another program at that port, does not.
 */
final class GridProbe {
  private static final int CONNECT_MILLIS = 1_000;
  private static final int HANDSHAKE_MILLIS = 2_000;

  private final SSLContext context;

  GridProbe(GridTls tls, GridDirectory directory) {
    this.context = tls.contexts(directory::retired).create();
  }

  boolean answers(String address) {
    int colon = address.lastIndexOf(':');
    String host = address.substring(0, colon).replace("[", "").replace("]", "");
    int port = Integer.parseInt(address.substring(colon + 1));
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      plain.setSoTimeout(HANDSHAKE_MILLIS);
      try (SSLSocket secure =
          (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
        secure.startHandshake();
        return true;
      }
    } catch (IOException e) {
      return false; // whatever is there is no member that could be joined now
    }
  }
}
