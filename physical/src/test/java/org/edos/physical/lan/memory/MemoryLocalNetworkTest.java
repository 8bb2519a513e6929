package org.edos.physical.lan.memory;

import java.net.URI;
import java.util.Optional;
import org.edos.physical.lan.LocalNetwork;
import org.edos.physical.lan.LocalNetworkContract;

class MemoryLocalNetworkTest extends LocalNetworkContract {
  private final MemoryLocalNetwork.Cable cable = new MemoryLocalNetwork.Cable();
  private int last;

  @Override
  protected LocalNetwork daemon(URI self, boolean visible) {
    return new MemoryLocalNetwork(cable, visible ? Optional.of(self) : Optional.empty());
  }

  @Override
  protected URI address() {
    last++;
    return URI.create("http://192.0.2." + last + ":9977");
  }
}
