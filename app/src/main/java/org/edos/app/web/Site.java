package org.edos.app.web;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.edos.actor.AuditedPublisher;
import org.edos.actor.Peer;
import org.edos.actor.Publisher;
import org.edos.app.daemon.Setting;
import org.edos.app.rest.Body;
import org.edos.app.rest.Route;
import org.edos.core.EdosException;
import org.edos.core.audit.Doer;
import org.edos.core.channel.Caller;
import org.edos.core.network.Scope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all pages share: who looks, the frame around them, forms and what their senders are told,
 * and what a failure looks like. Safe for use by many threads.
 */
final class Site {
  private static final Logger LOG = LoggerFactory.getLogger(Site.class);
  private static final String NOT_HERE = "/sign-in?to=";
  private static final Duration MOMENT = Duration.ofMillis(1500);

  private final SiteParts parts;
  private final Visits visits;
  private final Notices notices = new Notices();
  private final Works works;
  private final Pages pages = new Pages();
  private final String build;

  Site(SiteParts parts, String build) {
    this.parts = parts;
    this.visits = new Visits(parts.sessions(), parts.settings().flag(Setting.WEB_OPEN_HERE));
    this.works = new Works(parts.peer().events(), parts.clock());
    this.build = build;
  }

  SiteParts parts() {
    return parts;
  }

  Peer peer() {
    return parts.peer();
  }

  Clock clock() {
    return parts.clock();
  }

  /** The long things that pages began. */
  Works works() {
    return works;
  }

  Visits visits() {
    return visits;
  }

  /** Who makes this call. */
  Visit visit(Context ctx) {
    return visits.of(ctx);
  }

  /** Who makes this call, as channels and releases know callers. */
  Caller caller(Context ctx) {
    return visit(ctx).caller();
  }

  /** Who makes this call, for the audit log. */
  Doer doer(Context ctx) {
    return Doer.of(caller(ctx), from(ctx));
  }

  /** The address that a call comes from. */
  static String from(Context ctx) {
    return String.valueOf(ctx.req().getRemoteAddr());
  }

  /**
   * What is done with this publisher, in the caller's name.
   *
   * @throws EdosException (not found) if this peer is none
   */
  AuditedPublisher publisher(Context ctx) {
    if (peer() instanceof Publisher publisher) {
      return publisher.by(doer(ctx));
    }
    throw EdosException.notFound(
        "only a publisher does this, and this peer is a " + peer().actor());
  }

  /** A page that anybody may see who reaches the daemon. */
  Route page(String path, String summary, Handler handler) {
    return Route.get(path, summary, Body.html(), guarded(handler, true));
  }

  /** A page for those who may do this. */
  Route page(String path, String summary, Scope scope, Handler handler) {
    return page(path, summary, required(scope, handler));
  }

  /** A part of a page that is asked for again and again. */
  Route part(String path, String summary, Handler handler) {
    return Route.get(path, summary, Body.html(), guarded(handler, false));
  }

  /** A part of a page for those who may do this. */
  Route part(String path, String summary, Scope scope, Handler handler) {
    return part(path, summary, required(scope, handler));
  }

  /**
   * A form for those who may do this. What fails is told on the page that it was sent from.
   *
   * @param handler does it, and ends with {@link #go}
   */
  Route form(String path, String summary, Scope scope, Handler handler) {
    return form(path, summary, required(scope, handler));
  }

  /** A form for anybody. */
  Route form(String path, String summary, Handler handler) {
    Body fields = new Body.Raw("application/x-www-form-urlencoded", true, "a page's form");
    Handler checked =
        ctx -> {
          try {
            visits.checkForm(ctx);
            handler.handle(ctx);
          } catch (EdosException e) {
            say(ctx, new Notice(sentence(e), true));
            go(ctx, back(ctx));
          }
        };
    return Route.post(path, summary, fields, Body.html(), guarded(checked, true));
  }

  private Handler required(Scope scope, Handler handler) {
    return ctx -> {
      visit(ctx).require(scope);
      handler.handle(ctx);
    };
  }

  private Handler guarded(Handler handler, boolean whole) {
    return ctx -> {
      ctx.header("Edos-Build", build);
      try {
        handler.handle(ctx);
      } catch (Visit.SignInNeeded e) {
        if (whole && ctx.method().name().equals("GET")) {
          go(ctx, NOT_HERE + Words.encoded(pathOf(ctx)));
        } else {
          problem(ctx, 403, "Sign in first; this session is over.", whole);
        }
      } catch (EdosException e) {
        problem(ctx, status(e.category()), sentence(e), whole);
      } catch (RuntimeException e) {
        LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
        problem(ctx, 500, "An error within the daemon, which is in its log.", whole);
      }
    };
  }

  private void problem(Context ctx, int status, String text, boolean whole) {
    ctx.status(status);
    if (whole) {
      pages.send(
          ctx,
          "error.jte",
          frame(ctx, status == 404 ? "Not found" : "This did not work", Place.OVERVIEW),
          Map.of("text", text));
    } else {
      pages.part(ctx, "tag/problem.jte", Map.of("text", text));
    }
  }

  private static int status(EdosException.Category category) {
    return switch (category) {
      case USAGE -> 400;
      case REFUSED -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case EXHAUSTED -> 507;
      case EXTERNAL -> 502;
    };
  }

  /** What a failure says, as a sentence. */
  static String sentence(EdosException e) {
    String text = String.valueOf(e.getMessage());
    return text.isEmpty()
        ? "It failed."
        : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String pathOf(Context ctx) {
    return ctx.path() + Optional.ofNullable(ctx.queryString()).map(query -> "?" + query).orElse("");
  }

  /** The page of this daemon that a form was sent from; the overview if that is not known. */
  static String back(Context ctx) {
    String own = ctx.scheme() + "://" + ctx.host();
    return Optional.ofNullable(ctx.header("Referer"))
        .filter(from -> from.startsWith(own + "/"))
        .map(from -> from.substring(own.length()))
        .orElse("/");
  }

  /** The frame of a page. */
  Frame frame(Context ctx, String title, Place place) {
    Visit visit = visit(ctx);
    long unread = visit.mayRead() ? peer().channels().inbox().unread() : 0;
    return new Frame(
        title,
        place,
        Arrays.stream(Place.values()).filter(one -> one.isFor(peer(), visit)).toList(),
        peer().status(),
        visit,
        ctx.header(Pages.SHOWN) == null ? notices.take(visits.visitor(ctx)) : List.of(),
        unread,
        build,
        pathOf(ctx),
        clock().instant());
  }

  /** Answers with a page. */
  void send(Context ctx, String template, String title, Place place, Map<String, ?> parameters) {
    pages.send(ctx, template, frame(ctx, title, place), parameters);
  }

  /**
   * Answers with a page that is sent while it is drawn.
   *
   * @param name of the template's parameter that is made with the page
   * @param made makes it, given what sends all that was drawn until then; closed at the end
   * @param parameters all others
   */
  void stream(
      Context ctx,
      String template,
      Frame frame,
      String name,
      Function<Runnable, Streamed> made,
      Map<String, ?> parameters)
      throws IOException {
    pages.stream(ctx, template, frame, name, made, parameters);
  }

  /** Answers with a part of a page, unless that is what the page shows already. */
  void sendPart(Context ctx, String template, Map<String, ?> parameters) {
    pages.part(ctx, template, parameters);
  }

  /** Tells whoever sent a form what came of it, on the page that they see next. */
  void say(Context ctx, String text) {
    say(ctx, new Notice(text, false));
  }

  void say(Context ctx, Notice notice) {
    notices.say(visits.visitor(ctx), notice);
  }

  /** Sends the browser to a page of this daemon. */
  void go(Context ctx, String path) {
    ctx.status(303).header("Location", path);
  }

  /**
   * Sends the browser to the page of something long, or, where it is done within a moment, straight
   * to what came of it.
   *
   * @throws EdosException (usage) if it failed within that moment
   */
  void goToWork(Context ctx, String id) {
    Optional<Work> work = works.await(id, MOMENT);
    switch (work.map(Work::outcome).orElseGet(Work.Outcome.Running::new)) {
      case Work.Outcome.Running running -> go(ctx, "/work/" + id);
      case Work.Outcome.Done done -> {
        say(ctx, done.text());
        go(ctx, done.link());
      }
      case Work.Outcome.Failed failed -> throw EdosException.usage(failed.text());
    }
  }

  /** The fields of a form that have this name and are not empty. */
  static List<String> fields(Context ctx, String name) {
    return ctx.formParams(name).stream().map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  /** A field of a form; empty where it is left out. */
  static String field(Context ctx, String name) {
    return Optional.ofNullable(ctx.formParam(name)).orElse("").strip();
  }

  /** A part of an address's query; empty where it is left out. */
  static String query(Context ctx, String name) {
    return Optional.ofNullable(ctx.queryParam(name)).orElse("").strip();
  }
}
