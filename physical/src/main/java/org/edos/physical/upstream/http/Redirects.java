package org.edos.physical.upstream.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import org.edos.physical.peer.OwnAddress;
import org.edos.physical.upstream.UpstreamAnswer;

/** Where an answer sends those who ask on. */
final class Redirects {
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

  private Redirects() {}

  /**
   * The next address to ask; empty where the answer is no redirect, or one that is not followed:
   * from https to http, or from a server elsewhere to this machine or to its own link, by which
   * whoever may choose the server would reach what only this machine reaches.
   */
  static Optional<URI> next(UpstreamAnswer answer) {
    if (!STATUSES.contains(answer.status())) {
      return Optional.empty();
    }
    return answer.header("location").flatMap(location -> resolved(answer.uri(), location));
  }

  private static Optional<URI> resolved(URI from, String location) {
    try {
      URI next = from.resolve(location);
      boolean web = "http".equals(next.getScheme()) || "https".equals(next.getScheme());
      boolean weaker = "https".equals(from.getScheme()) && "http".equals(next.getScheme());
      return web && next.getHost() != null && !weaker && !isInward(from, next)
          ? Optional.of(next)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isInward(URI from, URI next) {
    return !next.getHost().equalsIgnoreCase(from.getHost())
        && isOfThisMachine(next.getHost())
        && !isOfThisMachine(from.getHost());
  }

  private static boolean isOfThisMachine(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (OwnAddress.is(address)) {
          return true;
        }
      }
    } catch (UnknownHostException e) {
      // Then asking it fails, and says so.
    }
    return false;
  }
}
