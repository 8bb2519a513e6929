package org.edos.physical.lan.mdns;

import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import org.edos.physical.lan.LocalNetwork;
import org.edos.physical.lan.LocalNetwork.Listener;

/**
 * The other daemons that services were heard of. An address is believed only where it belongs to
 * the network that it was heard in, so that nobody points daemons at machines elsewhere. Guarded by
 * itself, also while it tells the listener.
 */
final class Found {
  private static final int MOST_NAME = 200;

  private record Service(JmDNS network, String name) {}

  private final String own;
  private final Listener listener;
  private final Map<Service, URI> peers = new HashMap<>();

  /**
   * Nobody yet.
   *
   * @param own this daemon's name, of which nobody is told
   */
  Found(String own, Listener listener) {
    this.own = own;
    this.listener = listener;
  }

  /** Listens in one network. */
  ServiceListener at(JmDNS network, LocalAddress address) {
    return new ServiceListener() {
      @Override
      public void serviceAdded(ServiceEvent event) {
        if (!event.getName().equals(own) && event.getName().length() <= MOST_NAME) {
          network.requestServiceInfo(event.getType(), event.getName(), false, 1);
        }
      }

      @Override
      public void serviceRemoved(ServiceEvent event) {
        lost(new Service(network, event.getName()));
      }

      @Override
      public void serviceResolved(ServiceEvent event) {
        if (!event.getName().equals(own) && event.getName().length() <= MOST_NAME) {
          address(event.getInfo(), address)
              .ifPresent(peer -> found(new Service(network, event.getName()), peer));
        }
      }
    };
  }

  private static Optional<URI> address(ServiceInfo info, LocalAddress near) {
    int port = info.getPort();
    if (port < 1 || port > 65_535) {
      return Optional.empty();
    }
    return Arrays.stream(info.getInetAddresses())
        .filter(near::isNear)
        .map(InetAddress::getHostAddress)
        .filter(host -> host.indexOf('%') < 0)
        .map(host ->
            URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port))
        .findFirst();
  }

  private synchronized void found(Service service, URI peer) {
    if (peers.size() >= LocalNetwork.MOST_PEERS && !peers.containsKey(service)) {
      return;
    }
    boolean known = peers.containsValue(peer);
    URI before = peers.put(service, peer);
    if (before != null && !before.equals(peer) && !peers.containsValue(before)) {
      listener.gone(before);
    }
    if (!known) {
      listener.appeared(peer);
    }
  }

  private synchronized void lost(Service service) {
    URI peer = peers.remove(service);
    if (peer != null && !peers.containsValue(peer)) {
      listener.gone(peer);
    }
  }
}
