package org.edos.app.rest;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.edos.actor.Peer;
import org.edos.actor.PeerStatus;
import org.edos.actor.Publisher;
import org.edos.core.EdosException;
import org.edos.core.network.Standing;
import org.edos.core.swarm.CrowdStatus;

/**
 * What Prometheus scrapes: the process, the store, the swarms, the releases, and every route's
 * requests.
 */
final class MetricsRoutes implements Routes {
  private static final long FRESH_NANOS = 500_000_000L;

  private final Peer peer;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final FreshnessMeters freshness;
  private PeerStatus status;
  private long statusAt;

  MetricsRoutes(Peer peer) {
    this.peer = peer;
    this.freshness = new FreshnessMeters(peer, Clock.systemUTC(), registry);
    this.status = peer.status();
    this.statusAt = System.nanoTime() - FRESH_NANOS;
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    gauge("edos.store.bytes", "Bytes in the content store", PeerStatus::storedBytes);
    gauge(
        "edos.store.quota.bytes", "Bytes that the content store may hold", PeerStatus::quotaBytes);
    gauge("edos.releases", "Releases that this peer knows", PeerStatus::releases);
    gauge("edos.swarms", "Swarms that this peer is in", PeerStatus::swarms);
    counter(
        "edos.swarm.downloaded.bytes", "Payload that swarms brought", PeerStatus::downloadedBytes);
    counter("edos.swarm.uploaded.bytes", "Payload given to swarms", PeerStatus::uploadedBytes);
    FunctionTimer.builder(
            "edos.synchronisation",
            this,
            metrics -> metrics.status().arrivals().size(),
            MetricsRoutes::synchronisationMillis,
            TimeUnit.MILLISECONDS)
        .description("From a release's publication until everything wanted of it was here")
        .register(registry);
    network("edos.network.members", "Members of the indexing network", standing -> true);
    network(
        "edos.network.online",
        "Members that are there now",
        standing -> standing.member().online());
    network(
        "edos.network.consistent",
        "Members that see what the publisher sees",
        Standing::consistent);
    if (peer instanceof Publisher publisher) {
      crowds(publisher, "edos.crowds", "Flash crowds that are not over", crowd -> 1);
      crowds(publisher, "edos.crowd.peers", "Their peers", CrowdStatus::wishLists);
      crowds(publisher, "edos.crowd.peers.done", "Those that are done", CrowdStatus::donePeers);
      crowds(
          publisher,
          "edos.crowd.received.bytes",
          "Bytes of contents that their peers received",
          CrowdStatus::receivedBytes);
      crowds(
          publisher,
          "edos.crowd.publisher.bytes",
          "Payload that the publisher sent in them",
          CrowdStatus::publisherUploadedBytes);
      crowds(
          publisher,
          "edos.crowd.download.rate",
          "What their peers receive in a second now, in bytes",
          crowd -> crowd.totals().downloadRate());
      crowds(
          publisher,
          "edos.crowd.wrong.bytes",
          "What their peers received and threw away",
          crowd -> crowd.totals().wrongBytes());
    }
  }

  /** A sum over the flash crowds that are not over. */
  private void crowds(
      Publisher publisher, String name, String description, ToDoubleFunction<CrowdStatus> value) {
    Gauge.builder(
            name,
            publisher,
            asked ->
                asked.crowds().stream()
                    .filter(crowd -> crowd.phase() != CrowdStatus.Phase.CLOSED)
                    .mapToDouble(value)
                    .sum())
        .description(description)
        .register(registry);
  }

  private static double synchronisationMillis(MetricsRoutes metrics) {
    return metrics.status().arrivals().stream().mapToLong(a -> a.time().toMillis()).sum();
  }

  /** For the meters of other faces. */
  PrometheusMeterRegistry registry() {
    return registry;
  }

  void listeners(Supplier<Number> connections) {
    Gauge.builder("edos.event.connections", connections)
        .description("Open event streams")
        .register(registry);
  }

  private void gauge(String name, String description, ToDoubleFunction<PeerStatus> value) {
    Gauge.builder(name, this, metrics -> value.applyAsDouble(metrics.status()))
        .description(description)
        .register(registry);
  }

  private void network(String name, String description, Predicate<Standing> counted) {
    Gauge.builder(name, peer, asked -> count(asked, counted))
        .description(description)
        .register(registry);
  }

  private static double count(Peer peer, Predicate<Standing> counted) {
    try {
      return Standing.of(peer.members()).stream().filter(counted).count();
    } catch (EdosException e) {
      return Double.NaN;
    }
  }

  private void counter(String name, String description, ToDoubleFunction<PeerStatus> value) {
    FunctionCounter.builder(name, this, metrics -> value.applyAsDouble(metrics.status()))
        .description(description)
        .register(registry);
  }

  private synchronized PeerStatus status() {
    if (System.nanoTime() - statusAt >= FRESH_NANOS) {
      status = peer.status();
      statusAt = System.nanoTime();
    }
    return status;
  }

  /** The same handler, with its requests timed and its failures counted. */
  Handler measured(Route route) {
    Timer timer =
        Timer.builder("edos.http.requests")
            .description("Requests by route")
            .tag("method", route.method())
            .tag("route", route.path())
            .register(registry);
    Counter failures =
        Counter.builder("edos.http.failures")
            .description("Requests that ended in an exception, by route")
            .tag("method", route.method())
            .tag("route", route.path())
            .register(registry);
    return ctx -> {
      long started = System.nanoTime();
      boolean done = false;
      try {
        route.handler().handle(ctx);
        done = true;
      } finally {
        timer.record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
        if (!done) {
          failures.increment();
        }
      }
    };
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/metrics", "Metrics", Body.text("the Prometheus text format"), this::scrape)
            .by(Access.ANYBODY));
  }

  private void scrape(Context ctx) {
    freshness.refresh();
    Json.send(
        ctx,
        "text/plain; version=0.0.4; charset=utf-8",
        registry.scrape().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    registry.close();
  }
}
