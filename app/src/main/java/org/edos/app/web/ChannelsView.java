package org.edos.app.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.actor.FreshnessReport;
import org.edos.actor.Peer;
import org.edos.actor.Publisher;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelFreshness;
import org.edos.core.channel.Subscription;

/**
 * What the page of all channels shows, as it is at one moment.
 *
 * @param rows by name
 * @param subscriptions this peer's, oldest first; empty for others than its owner
 * @param mayCreate whether the visitor may create channels here
 * @param mayRead whether the visitor sees what is the owner's own
 * @param mayChange whether the visitor may subscribe this peer
 * @param problem why channels are missing; empty when none are
 */
public record ChannelsView(
    List<Row> rows,
    List<SubscriptionRow> subscriptions,
    boolean mayCreate,
    boolean mayRead,
    boolean mayChange,
    String problem) {
  private static final int MOST = 1_000;

  /**
   * One channel.
   *
   * @param open whether anybody reads it
   * @param freshness how new it is here, in words; empty where nothing is known
   * @param bad whether that is no good sign
   * @param subscriptions this peer's subscriptions to it
   */
  public record Row(
      String name,
      String description,
      boolean open,
      String freshness,
      boolean bad,
      long subscriptions) {}

  /**
   * One of this peer's subscriptions.
   *
   * @param every the time between digests, in words that {@code edos subscribe} takes; empty for at
   *     once
   * @param action what to do, a constant's name in small letters
   * @param words all of it as a sentence
   * @param filtered whether its channel's events can be filtered
   */
  public record SubscriptionRow(
      String id,
      String channel,
      String filter,
      String every,
      String action,
      String words,
      boolean filtered) {
    static SubscriptionRow of(Subscription one) {
      return new SubscriptionRow(
          one.id(),
          one.channel(),
          one.filter(),
          one.every().map(ChannelView::time).orElse(""),
          Words.of(one.action()),
          ChannelView.words(one),
          !one.channel().equals(Channel.RELEASES));
    }
  }

  static ChannelsView of(Peer peer, Visit visit, Instant now) {
    List<Subscription> own = visit.mayRead() ? peer.channels().subscriptions() : List.of();
    List<Row> rows = List.of();
    String problem = "";
    try {
      FreshnessReport report = peer.freshness().report(visit.caller());
      rows =
          peer.channels().list(visit.caller()).stream()
              .limit(MOST)
              .map(channel -> row(channel, report, own, now))
              .toList();
    } catch (EdosException e) {
      problem = Site.sentence(e);
    }
    return new ChannelsView(
        rows,
        own.stream().map(SubscriptionRow::of).toList(),
        peer instanceof Publisher && visit.mayAdminister(),
        visit.mayRead(),
        visit.mayAdminister(),
        problem);
  }

  private static Row row(
      Channel channel, FreshnessReport report, List<Subscription> own, Instant now) {
    Optional<ChannelFreshness> freshness =
        report.channels().stream()
            .filter(view -> view.channel().equals(channel.name()))
            .findFirst();
    return new Row(
        channel.name(),
        channel.description(),
        channel.rights().isPublic(),
        freshness.map(view -> words(view, now)).orElse(""),
        freshness
            .filter(view -> view.state().compareTo(ChannelFreshness.State.STALE) >= 0)
            .isPresent(),
        own.stream().filter(one -> one.channel().equals(channel.name())).count());
  }

  /** How new a channel is here, in words. */
  static String words(ChannelFreshness view, Instant now) {
    String signed = view.signed().map(at -> ", signed " + Words.ago(at, now)).orElse("");
    String state =
        switch (view.state()) {
          case FRESH ->
              view.at() == 0 ? "nothing told yet" : "up to event " + Words.number(view.at());
          case BEHIND -> Words.count(view.lag(), "event") + " behind";
          case UNSIGNED -> "nothing signed was ever given";
          case STALE -> "the publisher is silent";
          case ROLLED_BACK -> "somebody gives older news than were given before";
          case FORGED -> "somebody gives news that are not the publisher's";
        };
    return state + signed + (view.detail().isEmpty() ? "" : "; " + view.detail());
  }
}
