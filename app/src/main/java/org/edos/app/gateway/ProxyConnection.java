package org.edos.app.gateway;

import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Remembers in which form the request in hand was asked: Jetty gives a path an authority, after
 * which it cannot be told from the absolute URI that a proxy is asked with.
 */
final class ProxyConnection extends HttpConnection {
  private volatile String target = "";

  private ProxyConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
    super(configuration, connector, endPoint);
  }

  /** The target of the request in hand, as its first line has it. */
  String target() {
    return target;
  }

  /** Whether the request in hand has an absolute URI. */
  boolean absolute() {
    return !target.startsWith("/") && target.contains("://");
  }

  @Override
  protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
    target = uri == null ? "" : uri;
    return super.newHttpStream(method, uri, version);
  }

  /** Makes these connections. */
  static final class Factory extends HttpConnectionFactory {
    Factory(HttpConfiguration configuration) {
      super(configuration);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
      ProxyConnection connection = new ProxyConnection(getHttpConfiguration(), connector, endPoint);
      return configure(connection, connector, endPoint);
    }
  }
}
