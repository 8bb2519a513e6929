package org.edos.app.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.edos.actor.Gateway;
import org.edos.actor.GatewayStatus;
import org.edos.actor.Peer;
import org.edos.app.rest.OwnCaller;
import org.edos.app.rest.Route;
import org.edos.app.rest.Routes;
import org.edos.core.EdosException;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.query.AnswerPage;
import org.edos.core.query.Question;
import org.edos.core.query.TreePattern;

/** The page of one peer and the fragments that keep it live. */
public final class PeerPage implements Routes {
  private static final int ANSWERS = 50;
  private static final String WEBJARS = "/META-INF/resources/webjars/";
  private static final Map<String, Asset> ASSETS =
      Map.of(
          "edos.css", new Asset("/web/edos.css", "text/css"),
          "edos.js", new Asset("/web/edos.js", "text/javascript"),
          "inbox.js", new Asset("/web/inbox.js", "text/javascript"),
          "edos.svg", new Asset("/web/edos.svg", "image/svg+xml"),
          "pico.css", new Asset(WEBJARS + "picocss__pico/2.1.1/css/pico.jade.min.css", "text/css"),
          "htmx.js", new Asset(WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js", "text/javascript"));

  private record Asset(String resource, String type) {}

  /**
   * A query's answers on the page.
   *
   * @param problem why there are none; empty when the query was understood
   */
  public record AnswerView(
      String query, long total, long milliseconds, List<Row> rows, String problem) {
    /**
     * One answer.
     *
     * @param encodedId the unit's id, for a URL
     */
    public record Row(
        String encodedId,
        String name,
        String version,
        String architecture,
        long size,
        String summary) {}
  }

  private final Peer peer;
  private final Gateway gateway;
  private final Clock clock;
  private final Pages pages = new Pages();

  /** Shows this peer and its gateway. */
  public PeerPage(Peer peer, Gateway gateway, Clock clock) {
    this.peer = peer;
    this.gateway = gateway;
    this.clock = clock;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/", "The page of this peer", "HTML", this::page).asking("q"),
        Route.get("/fragments/live", "The part of the page that changes", "HTML", this::live),
        Route.get("/fragments/answers", "A query's answers for the page", "HTML", this::answers)
            .asking("q"),
        Route.get(
            "/assets/{name}",
            "Style, scripts and pictures of the page",
            "a file",
            PeerPage::asset));
  }

  private PeerView view(Context ctx) {
    GatewayStatus status = gateway.status();
    boolean own = OwnCaller.is(ctx);
    OptionalLong unread =
        own ? OptionalLong.of(peer.channels().inbox().unread()) : OptionalLong.empty();
    return PeerView.of(peer, own ? status : status.forOthers(), unread, clock.instant());
  }

  private void page(Context ctx) {
    pages.send(ctx, "page.jte", Map.of("view", view(ctx), "answers", ask(asked(ctx))));
  }

  private void live(Context ctx) {
    pages.send(ctx, "tag/live.jte", Map.of("view", view(ctx)));
  }

  private void answers(Context ctx) {
    pages.send(ctx, "tag/answers.jte", Map.of("view", ask(asked(ctx))));
  }

  private static String asked(Context ctx) {
    return Optional.ofNullable(ctx.queryParam("q")).orElse("").strip();
  }

  private AnswerView ask(String query) {
    if (query.isEmpty()) {
      return new AnswerView(query, 0, 0, List.of(), "");
    }
    long started = System.nanoTime();
    try {
      AnswerPage answers = peer.ask(Question.of(TreePattern.parse(query), ANSWERS)).page();
      long milliseconds = (System.nanoTime() - started) / 1_000_000;
      List<AnswerView.Row> rows = answers.documents().stream().map(PeerPage::row).toList();
      return new AnswerView(query, answers.count().units(), milliseconds, rows, "");
    } catch (EdosException e) {
      return new AnswerView(query, 0, 0, List.of(), e.getMessage());
    }
  }

  private static AnswerView.Row row(Document document) {
    String id = URLEncoder.encode(document.id().toString(), StandardCharsets.UTF_8);
    return switch (MetadataXml.read(document.xml())) {
      case PackageMetadata p ->
          new AnswerView.Row(
              id, p.id().name(), p.id().version(), p.id().architecture(), p.size(), p.summary());
      case UtilityMetadata u ->
          new AnswerView.Row(id, u.id().name(), u.id().version(), "", u.size(), u.path().value());
      case CollectionMetadata c ->
          new AnswerView.Row(
              id, c.id().name(), c.id().version(), "", 0, c.members().size() + " members");
    };
  }

  private static void asset(Context ctx) throws IOException {
    Asset asset = ASSETS.get(ctx.pathParam("name"));
    if (asset == null) {
      throw EdosException.notFound("the page has no file '" + ctx.pathParam("name") + "'");
    }
    try (InputStream in = PeerPage.class.getResourceAsStream(asset.resource())) {
      if (in == null) {
        throw new IllegalStateException(asset.resource() + " is not in this build");
      }
      ctx.header("X-Content-Type-Options", "nosniff");
      ctx.header("Cache-Control", "max-age=3600");
      ctx.contentType(asset.type());
      ctx.result(in.readAllBytes());
    }
  }
}
