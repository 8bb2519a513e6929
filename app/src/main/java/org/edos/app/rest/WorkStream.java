package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.edos.actor.PeerEvent;
import org.edos.actor.PeerEvents;
import org.edos.core.EdosException;
import org.edos.physical.peer.Failure;
import org.edos.physical.peer.PeerJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers of calls that take long: events as they happen, one JSON a line, and the result last. The
 * work goes on when the caller goes away. Events that a slow caller does not take are left out; the
 * result never is.
 */
final class WorkStream {
  private static final Logger LOG = LoggerFactory.getLogger(WorkStream.class);
  private static final int WAITING = 1000;

  private WorkStream() {}

  static void answer(Context ctx, PeerEvents events, Predicate<PeerEvent> about, Callable<?> work)
      throws IOException, InterruptedException {
    BlockingQueue<PeerEvent> waiting = new LinkedBlockingQueue<>(WAITING);
    Runnable unlisten =
        events.listen(event -> {
          if (about.test(event)) {
            waiting.offer(event);
          }
        });
    FutureTask<Object> task = new FutureTask<>(work::call);
    try {
      ctx.contentType("application/x-ndjson");
      ctx.header("Cache-Control", "no-store");
      ctx.res().flushBuffer();
      OutputStream out = ctx.res().getOutputStream();
      Thread.ofVirtual().name("edos-work").start(task);
      while (!task.isDone() || !waiting.isEmpty()) {
        PeerEvent event = waiting.poll(50, TimeUnit.MILLISECONDS);
        if (event != null) {
          line(out, Map.of("event", event));
        }
      }
      line(out, result(task));
    } finally {
      unlisten.run();
    }
  }

  private static Object result(FutureTask<Object> task) throws InterruptedException {
    try {
      return Map.of("result", task.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EdosException known) {
        return Failures.failure(known);
      }
      LOG.error("a call failed", e.getCause());
      return new Failure("INTERNAL", "an error within the daemon, which is in its log");
    }
  }

  private static void line(OutputStream out, Object value) throws IOException {
    out.write(PeerJson.write(value));
    out.write('\n');
    out.flush();
  }
}
