package org.edos.app.rest;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinBindException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.edos.actor.AccessTokens;
import org.edos.actor.Peer;
import org.edos.core.EdosException;
import org.edos.core.gateway.PartialContent;
import org.edos.core.unit.Sha256;
import tools.jackson.databind.JsonNode;

/**
 * Serves an actor over HTTP: the interface of {@code docs/http-api.md}, and whatever other faces
 * mount beside it. Every request runs on a virtual thread of its own. The actor outlives the
 * server, and is closed by whoever opened it.
 */
public final class DaemonServer implements AutoCloseable {
  private static final int PLATFORM_THREADS = 16;

  private final ServerConfig config;
  private final Gate gate;
  private final MetricsRoutes metrics;
  private final List<Routes> subjects = new ArrayList<>();
  private final Javalin javalin;

  /**
   * Makes the server; {@link #start} binds it.
   *
   * @param arriving what is here of contents on their way
   * @param more further faces: pages, the gateway
   */
  public DaemonServer(
      Peer peer,
      ServerConfig config,
      Function<Sha256, Optional<PartialContent>> arriving,
      List<Routes> more) {
    this(peer, config, arriving, Optional.empty(), more);
  }

  /** Like the other, for a daemon whose programs may have tokens. */
  public DaemonServer(
      Peer peer,
      ServerConfig config,
      Function<Sha256, Optional<PartialContent>> arriving,
      Optional<AccessTokens> tokens,
      List<Routes> more) {
    this.config = config;
    this.gate = new Gate(config, tokens);
    this.metrics = new MetricsRoutes(peer);
    CallProofs proofs = new CallProofs(gate, peer.users());
    EventRoutes events = new EventRoutes(peer, proofs);
    metrics.listeners(events::connections);
    subjects.addAll(own(peer, new PublishableFolders(config.publishFrom())));
    subjects.add(new ChannelRoutes(peer, proofs));
    subjects.add(new FeedRoutes(peer, proofs));
    subjects.add(new FreshnessRoutes(peer, proofs));
    subjects.add(new UserRoutes(peer));
    subjects.add(new ContentRoutes(peer, arriving, new UploadCap(peer.downloads()::uploadLimit)));
    subjects.add(events);
    subjects.add(metrics);
    tokens.map(all -> new TokenRoutes(peer, all)).ifPresent(subjects::add);
    subjects.addAll(more);
    this.javalin = Javalin.create(this::configure);
  }

  private static List<Routes> own(Peer peer, PublishableFolders folders) {
    return List.of(
        new StatusRoutes(peer),
        new NetworkRoutes(peer),
        new ReleaseRoutes(peer, folders),
        new UpdateRoutes(peer, folders),
        new TransactionRoutes(peer, folders),
        new AuditRoutes(peer),
        new CheckRoutes(peer),
        new DiffRoutes(peer),
        new QueryRoutes(peer),
        new LookUpRoutes(peer.questions()),
        new UnitRoutes(peer),
        new LocationRoutes(peer),
        new ReplicaRoutes(peer),
        new DownloadRoutes(peer),
        new MissingRoutes(peer),
        new CrowdRoutes(peer),
        new PushRoutes(peer),
        new TrackerRoutes(peer),
        new SubscriptionRoutes(peer),
        new RepositoryRoutes(peer));
  }

  private void configure(JavalinConfig javalinConfig) {
    javalinConfig.startup.showJavalinBanner = false;
    javalinConfig.startup.showOldJavalinVersionWarning = false;
    javalinConfig.startup.startupWatcherEnabled = false;
    javalinConfig.http.prefer405over404 = true;
    javalinConfig.http.compressionStrategy = CompressionStrategy.NONE;
    javalinConfig.concurrency.useVirtualThreads = true;
    javalinConfig.jetty.threadPool = threads();
    Failures.configure(javalinConfig);
    subjects.forEach(subject -> subject.configure(javalinConfig));
    routes().forEach(route -> register(javalinConfig, route));
    subjects.stream()
        .filter(subject -> !subject.isForPrograms())
        .flatMap(subject -> subject.routes().stream())
        .forEach(route -> register(javalinConfig, route));
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS, 2);
    threads.setName("edos-http");
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("edos-http-"));
    return threads;
  }

  /** The calls for programs, in the order in which they were mounted: {@code openapi.json}. */
  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    subjects.stream()
        .filter(Routes::isForPrograms)
        .forEach(subject -> routes.addAll(subject.routes()));
    routes.add(
        Route.get(
            "/api/v1/openapi.json",
            "This table, for programs",
            Body.json(JsonNode.class),
            ctx -> Json.send(ctx, description())));
    return routes;
  }

  private Map<String, Object> description() {
    return OpenApi.describe(routes());
  }

  private void register(JavalinConfig javalinConfig, Route route) {
    Handler measured = metrics.measured(route);
    Handler guarded =
        ctx -> {
          gate.check(ctx, route);
          measured.handle(ctx);
        };
    javalinConfig.routes.addHttpHandler(
        HandlerType.findOrCreate(route.method()), route.path(), guarded);
    if (route.method().equals("GET")) {
      javalinConfig.routes.addHttpHandler(HandlerType.HEAD, route.path(), guarded);
    }
  }

  /**
   * Binds the port and serves, until the server is closed.
   *
   * @return this
   * @throws EdosException (external) if the port is taken
   */
  public DaemonServer start() {
    try {
      javalin.start(config.host(), config.port());
      return this;
    } catch (JavalinBindException e) {
      close();
      throw EdosException.external(
          "cannot serve on "
              + config.host()
              + ":"
              + config.port()
              + ": another program has the port, or this machine has no such address; choose"
              + " another with --port",
          e);
    }
  }

  /** The port that is bound. */
  public int port() {
    return javalin.port();
  }

  /** For the meters of other faces; shown at {@code /metrics}. */
  public MeterRegistry meters() {
    return metrics.registry();
  }

  /** Ends open streams and stops serving. */
  @Override
  public void close() {
    subjects.forEach(Routes::close);
    javalin.stop();
  }
}
