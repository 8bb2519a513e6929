package org.edos.app.gateway;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.edos.app.rest.ServerConfig;

/** Takes connections on which the gateway looks ahead of the request in hand. */
final class AheadConnector extends ServerConnector {
  AheadConnector(Server server, HttpConfiguration configuration, ServerConfig config) {
    super(server, new ProxyConnection.Factory(configuration));
    setHost(config.host());
    setPort(config.port());
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    return new AheadEndPoint(channel, selector, key, getScheduler());
  }
}
