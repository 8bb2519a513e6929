package org.edos.app.web;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.edos.actor.ChannelKeeping;
import org.edos.app.daemon.Settings;
import org.edos.app.rest.Route;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelChange;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Grantee;
import org.edos.core.channel.Right;
import org.edos.core.channel.Rights;
import org.edos.core.channel.Subscription;
import org.edos.core.metadata.Document;
import org.edos.core.network.Scope;
import org.edos.core.query.AnswerPage;
import org.edos.core.query.Question;
import org.edos.core.query.TreePattern;
import org.edos.core.unit.UnitId;

/** What the pages of channels do. */
final class ChannelForms {
  private static final int MOST_UNITS = 1_000;
  private static final String CHANNELS = "/channels";
  private static final String CHANNEL = CHANNELS + "/{name}";
  private static final String SUBSCRIPTION = "/subscriptions/{id}";

  private final Site site;

  ChannelForms(Site site) {
    this.site = site;
  }

  List<Route> routes() {
    Scope owner = new Scope.Administer();
    return List.of(
        site.form(CHANNELS, "Creates a channel", owner, this::create),
        site.form(CHANNEL + "/describe", "Describes a channel anew", owner, this::describe),
        site.form(CHANNEL + "/grant", "Gives a right on a channel", owner, this::grant),
        site.form(CHANNEL + "/revoke", "Takes rights on a channel away", owner, this::revoke),
        site.form(CHANNEL + "/delete", "Deletes a channel", owner, this::delete),
        site.form(CHANNEL + "/add", "Adds units to a channel", this::add),
        site.form(CHANNEL + "/remove", "Takes units out of a channel", this::remove),
        site.form(CHANNEL + "/subscribe", "Subscribes to a channel", owner, this::subscribe),
        site.form(SUBSCRIPTION + "/change", "Changes a subscription", owner, this::change),
        site.form(SUBSCRIPTION + "/end", "Ends a subscription", owner, this::end));
  }

  private ChannelKeeping keeping(Context ctx) {
    return site.peer().keeping(Site.from(ctx));
  }

  private static String name(Context ctx) {
    return ctx.pathParam("name");
  }

  private void done(Context ctx, String text) {
    site.say(ctx, text);
    site.go(ctx, CHANNELS + "/" + name(ctx));
  }

  private void create(Context ctx) {
    String name = Site.field(ctx, "name");
    Rights rights = Site.field(ctx, "open").equals("closed") ? new Rights(Map.of()) : Rights.PUBLIC;
    Channel made =
        keeping(ctx).create(site.caller(ctx), name, Site.field(ctx, "description"), rights);
    site.say(ctx, "The channel " + made.name() + " is there.");
    site.go(ctx, CHANNELS + "/" + made.name());
  }

  private void describe(Context ctx) {
    String text = Site.field(ctx, "description");
    change(ctx, new ChannelChange(Optional.of(text), Map.of(), Set.of()));
    done(ctx, "The description is changed.");
  }

  private void change(Context ctx, ChannelChange change) {
    keeping(ctx).change(site.caller(ctx), name(ctx), change);
  }

  private void grant(Context ctx) {
    Grantee grantee = grantee(Site.field(ctx, "kind"), Site.field(ctx, "grantee"));
    Right right = one(Right.class, Site.field(ctx, "right"));
    change(ctx, ChannelChange.grant(grantee, right));
    done(ctx, "Whoever is " + grantee + " may now " + Words.of(right) + ".");
  }

  private static Grantee grantee(String kind, String name) {
    return switch (kind) {
      case "anybody" -> new Grantee.Anybody();
      case "group" -> new Grantee.OfGroup(name);
      default -> new Grantee.OfUser(name);
    };
  }

  private void revoke(Context ctx) {
    Grantee grantee = Grantee.parse(Site.field(ctx, "grantee"));
    change(ctx, ChannelChange.revoke(grantee));
    done(ctx, "Whoever is " + grantee + " has no right of that kind any more.");
  }

  private void delete(Context ctx) {
    if (!Site.field(ctx, "sure").equals("yes")) {
      throw EdosException.usage("say that the channel is to be deleted, by the box before that");
    }
    keeping(ctx).delete(site.caller(ctx), name(ctx));
    site.say(ctx, "The channel " + name(ctx) + " is deleted, with all that it told.");
    site.go(ctx, CHANNELS);
  }

  private void add(Context ctx) {
    site.visit(ctx).require(new Scope.Feed(name(ctx)));
    List<UnitId> units =
        Stream.concat(named(ctx).stream(), found(Site.field(ctx, "query")).stream())
            .distinct()
            .toList();
    if (units.isEmpty()) {
      throw EdosException.usage("name units, or give a query that finds some");
    }
    List<ChannelEvent> told = keeping(ctx).add(site.caller(ctx), name(ctx), units);
    done(ctx, Words.count(told.size(), "unit") + " added; subscribers are told.");
  }

  private void remove(Context ctx) {
    site.visit(ctx).require(new Scope.Feed(name(ctx)));
    List<UnitId> units = named(ctx);
    if (units.isEmpty()) {
      throw EdosException.usage("choose the units that are to leave the channel");
    }
    List<ChannelEvent> told = keeping(ctx).remove(site.caller(ctx), name(ctx), units);
    done(ctx, Words.count(told.size(), "unit") + " taken out; subscribers are told.");
  }

  /** The units that a form names, one in each line of its fields. */
  private static List<UnitId> named(Context ctx) {
    List<String> ids =
        Site.fields(ctx, "id").stream()
            .flatMap(String::lines)
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
    checkNumber(ids.size());
    return ids.stream().map(UnitId::parse).toList();
  }

  private List<UnitId> found(String query) {
    if (query.isEmpty()) {
      return List.of();
    }
    AnswerPage page =
        site.peer().questions().ask(Question.of(TreePattern.parse(query), MOST_UNITS)).page();
    checkNumber(page.count().units());
    return page.documents().stream().map(Document::id).toList();
  }

  private static void checkNumber(long units) {
    if (units > MOST_UNITS) {
      throw EdosException.usage(
          "these are %s units, and a form takes %s at most; narrow the query, or use edos channel"
                  .formatted(Words.number(units), Words.number(MOST_UNITS))
              + " add");
    }
  }

  private void subscribe(Context ctx) {
    Subscription made = site.peer().channels().subscribe(terms(ctx, name(ctx)));
    done(ctx, "Subscribed: " + ChannelView.words(made) + ".");
  }

  private static Subscription.Terms terms(Context ctx, String channel) {
    String every = Site.field(ctx, "every");
    Optional<Duration> time =
        every.isEmpty() ? Optional.empty() : Optional.of(Settings.time(every));
    return new Subscription.Terms(
        channel,
        Site.field(ctx, "filter"),
        Site.field(ctx, "scope").equals("all") ? Subscription.Scope.ALL : Subscription.Scope.NEW,
        time,
        one(Subscription.Action.class, Site.field(ctx, "action")));
  }

  private void change(Context ctx) {
    Subscription before = subscription(ctx);
    Subscription after = site.peer().channels().change(before.id(), terms(ctx, before.channel()));
    site.say(ctx, "Changed: " + ChannelView.words(after) + ".");
    site.go(ctx, CHANNELS + "/" + after.channel());
  }

  private void end(Context ctx) {
    Subscription ended = subscription(ctx);
    site.peer().channels().unsubscribe(ended.id());
    site.say(ctx, "The subscription to " + ended.channel() + " is ended.");
    site.go(ctx, Site.field(ctx, "from").equals("inbox") ? "/inbox" : CHANNELS);
  }

  private Subscription subscription(Context ctx) {
    String id = ctx.pathParam("id");
    return site.peer().channels().subscriptions().stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(() -> EdosException.notFound("this subscription has ended already"));
  }

  private static <E extends Enum<E>> E one(Class<E> of, String text) {
    try {
      return Enum.valueOf(of, text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw EdosException.usage("choose one of those offered, not '" + text + "'");
    }
  }
}
