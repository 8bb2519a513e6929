package org.edos.physical.lan.mdns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.edos.physical.lan.LocalNetwork;
import org.edos.physical.lan.LocalNetworkContract;
import org.junit.jupiter.api.AfterEach;

/** Over the loopback interface, with real packets. */
class MulticastDnsIT extends LocalNetworkContract {
  private final List<ServerSocket> held = new ArrayList<>();

  @Override
  protected LocalNetwork daemon(URI self, boolean visible) {
    return new MulticastDns("127.0.0.1", self.getPort(), visible, false);
  }

  /** A port that stays taken during the test, so that no other daemon is found in its place. */
  @Override
  protected URI address() {
    try {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
      held.add(socket);
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void givesPortsBack() throws IOException {
    for (ServerSocket socket : held) {
      socket.close();
    }
  }
}
