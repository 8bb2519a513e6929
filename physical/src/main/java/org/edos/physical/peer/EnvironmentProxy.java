package org.edos.physical.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The proxy that the environment names, as other programs take it: {@code http_proxy}, {@code
 * https_proxy}, {@code all_proxy} and {@code no_proxy}, in small or capital letters; where it names
 * none, the platform's. Immutable.
 */
public final class EnvironmentProxy extends ProxySelector {
  private final Map<String, String> environment;
  private final ProxySelector otherwise;

  /** Reads nothing but this map. */
  public EnvironmentProxy(Map<String, String> environment, ProxySelector otherwise) {
    this.environment = Map.copyOf(environment);
    this.otherwise = otherwise;
  }

  @Override
  public List<Proxy> select(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    String proxy = value(scheme + "_proxy");
    if (proxy.isEmpty()) {
      proxy = value("all_proxy");
    }
    if (proxy.isEmpty()) {
      return otherwise.select(uri);
    }
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    boolean direct =
        Arrays.stream(value("no_proxy").toLowerCase(Locale.ROOT).split("[,\\s]+"))
            .anyMatch(name -> isNamed(host, name));
    return List.of(direct ? Proxy.NO_PROXY : proxy(proxy));
  }

  private static boolean isNamed(String host, String name) {
    String plain = name.startsWith("*") ? name.substring(1) : name;
    String suffix = plain.startsWith(".") ? plain : "." + plain;
    return name.equals("*") || !plain.isEmpty() && (host.equals(plain) || host.endsWith(suffix));
  }

  private static Proxy proxy(String text) {
    try {
      URI uri = URI.create(text.contains("://") ? text : "http://" + text);
      int port = uri.getPort() > 0 ? uri.getPort() : 3128;
      return uri.getHost() == null
          ? Proxy.NO_PROXY
          : new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
    } catch (IllegalArgumentException e) {
      return Proxy.NO_PROXY;
    }
  }

  private String value(String name) {
    String small = environment.getOrDefault(name, "");
    return small.isEmpty() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : small;
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    otherwise.connectFailed(uri, address, failure);
  }
}
