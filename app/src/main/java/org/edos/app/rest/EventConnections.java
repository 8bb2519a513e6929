package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.edos.core.EdosException;

/**
 * The open event streams: makes connections of requests, up to a bound, and keeps them alive with
 * one timer for all. Safe for use by many threads.
 */
final class EventConnections implements AutoCloseable {
  /** Most at once. */
  static final int MOST = 20_000;

  private static final int HEARTBEAT_SECONDS = 15;

  private final Set<EventConnection> all = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("edos-heartbeat").daemon().factory());
  private int turn;

  /** Begins to keep connections alive: each second the next fifteenth of them. */
  EventConnections() {
    timer.scheduleAtFixedRate(this::heartbeat, 1, 1, TimeUnit.SECONDS);
  }

  private void heartbeat() {
    turn = (turn + 1) % HEARTBEAT_SECONDS;
    for (EventConnection connection : all) {
      if (Math.floorMod(System.identityHashCode(connection), HEARTBEAT_SECONDS) == turn) {
        connection.heartbeat();
      }
    }
  }

  /** How many there are. */
  int size() {
    return all.size();
  }

  /**
   * Does nothing if there is room for one more.
   *
   * @throws EdosException (exhausted) if there is none
   */
  void check() {
    if (all.size() >= MOST) {
      throw EdosException.exhausted("too many listen here already; ask another mirror");
    }
  }

  /**
   * Sends the head of the answer and takes the socket over: when the request's handler has
   * returned, the listener is told. The answer has no length and ends with the connection, so that
   * what is sent is the same bytes for all.
   *
   * @throws IOException if the client has gone
   */
  EventConnection take(Context ctx, EventConnection.Listener listener) throws IOException {
    begin(ctx);
    ctx.header("Connection", "close");
    Request request = ServletContextRequest.getServletContextRequest(ctx.req());
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    EventConnection connection =
        new EventConnection(
            endPoint, request.getConnectionMetaData().getConnector().getExecutor(), this, listener);
    Request.unWrap(request).setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, connection);
    all.add(connection);
    try {
      ctx.res().flushBuffer();
    } catch (IOException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  /** The head of an answer that is a stream of events. */
  static void begin(Context ctx) {
    ctx.contentType("text/event-stream; charset=utf-8");
    ctx.header("Cache-Control", "no-store");
    ctx.header("X-Content-Type-Options", "nosniff");
  }

  void ended(EventConnection connection) {
    all.remove(connection);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    all.forEach(EventConnection::close);
  }
}
