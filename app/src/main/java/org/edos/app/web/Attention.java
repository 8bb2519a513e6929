package org.edos.app.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edos.actor.FreshnessReport;
import org.edos.actor.Peer;
import org.edos.actor.Publisher;
import org.edos.actor.RootFreshness;
import org.edos.app.machine.Examination.Check;
import org.edos.app.machine.Examination.State;
import org.edos.app.machine.StoreRoom;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelFreshness;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Outcome;
import org.edos.core.network.Member;
import org.edos.core.release.PublishedRelease;

/**
 * Something that its reader should see to.
 *
 * @param bad whether something does not work; else it soon may not
 * @param text a sentence on what it is
 * @param fix what to do about it; empty where the link says that
 * @param link the page where it is seen to; empty for none
 * @param label what the link says
 */
public record Attention(boolean bad, String text, String fix, String link, String label) {
  private static final Duration SOON = Duration.ofDays(14);
  private static final int LOOKED_AT = 200;
  private static final int MOST_NAMED = 5;

  /**
   * Everything there is at a moment, what does not work first.
   *
   * @param own whether the reader sees what is the owner's own
   * @param releases that are visible
   */
  static List<Attention> of(
      SiteParts parts,
      List<PublishedRelease> releases,
      FreshnessReport freshness,
      boolean own,
      Instant now) {
    List<Attention> all = new ArrayList<>();
    Peer peer = parts.peer();
    entries(peer, own, all);
    channels(freshness, all);
    expired(peer, releases, now, all);
    behind(freshness, all);
    if (own) {
      room(StoreRoom.disk(parts.home()), all);
      room(StoreRoom.quota(peer.status()), all);
      actions(peer, all);
      members(peer, all);
    }
    return Stream.concat(
            all.stream().filter(Attention::bad), all.stream().filter(one -> !one.bad()))
        .toList();
  }

  private static void entries(Peer peer, boolean own, List<Attention> all) {
    if (peer.isCutOff()) {
      String whom =
          own
              ? peer.status().entries().stream()
                  .map(entry -> String.valueOf(entry.getAuthority()))
                  .collect(Collectors.joining(", "))
              : "";
      all.add(
          new Attention(
              true,
              "The peer that this one asks does not answer"
                  + (whom.isEmpty() ? "" : ": " + whom)
                  + ". What is here goes on being served.",
              "",
              own ? "/doctor" : "",
              "What to do"));
    }
  }

  private static void channels(FreshnessReport freshness, List<Attention> all) {
    freshness.channels().stream()
        .filter(view -> view.state().compareTo(ChannelFreshness.State.STALE) >= 0)
        .limit(MOST_NAMED)
        .forEach(view ->
            all.add(
                new Attention(
                    view.state() != ChannelFreshness.State.STALE,
                    "What is told of the channel "
                        + view.channel()
                        + " is not to be trusted: "
                        + Words.of(view.state())
                        + (view.detail().isEmpty() ? "." : "; " + view.detail() + "."),
                    "",
                    "/channels/" + view.channel(),
                    "The channel")));
  }

  /** The newest state of each name alone: older ones are meant to end. */
  private static void expired(
      Peer peer, List<PublishedRelease> releases, Instant now, List<Attention> all) {
    Map<String, PublishedRelease> newest =
        releases.stream()
            .collect(
                Collectors.toMap(
                    release -> release.id().name(),
                    release -> release,
                    (one, other) -> one.number() > other.number() ? one : other));
    newest.values().stream()
        .filter(release -> release.expires().isBefore(now.plus(SOON)))
        .sorted((one, other) -> one.expires().compareTo(other.expires()))
        .limit(MOST_NAMED)
        .forEach(release -> {
          boolean over = !release.expires().isAfter(now);
          all.add(
              new Attention(
                  over,
                  "The release %s %s."
                      .formatted(
                          release.id(),
                          over
                              ? "has expired " + Words.ago(release.expires(), now)
                              : "expires " + Words.ago(release.expires(), now)),
                  peer instanceof Publisher
                      ? "Publish it again, or update it."
                      : "Its publisher publishes it again, or somebody holds newer ones back.",
                  OverviewView.link(release.id()),
                  "The release"));
        });
  }

  private static void behind(FreshnessReport freshness, List<Attention> all) {
    List<String> names =
        freshness.releases().stream()
            .filter(root -> root.here().isPresent() && root.isBehind())
            .map(RootFreshness::name)
            .toList();
    if (!names.isEmpty()) {
      all.add(
          new Attention(
              false,
              (names.size() == 1 ? "A newer state is" : "Newer states are")
                  + " known of "
                  + names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                  + (names.size() > MOST_NAMED ? " and others" : "")
                  + ", and not taken over here yet.",
              "",
              "/releases",
              "Releases"));
    }
  }

  private static void room(Check check, List<Attention> all) {
    if (check.state() != State.OK) {
      all.add(
          new Attention(
              check.state() == State.FAIL,
              (check.name().equals("quota") ? "The store's quota: " : "The store's disk: ")
                  + check.finding()
                  + ".",
              check.fix(),
              "/downloads",
              "What is stored"));
    }
  }

  /** Of what arrived last. */
  private static void actions(Peer peer, List<Attention> all) {
    long newest = peer.channels().inbox().newest();
    long failed =
        peer.channels().notifications(Math.max(0, newest - LOOKED_AT), LOOKED_AT).stream()
            .filter(one -> !one.read())
            .map(Notification::outcome)
            .filter(one ->
                one.state() == Outcome.State.FAILED || one.state() == Outcome.State.INTERRUPTED)
            .count();
    if (failed > 0) {
      all.add(
          new Attention(
              true,
              Words.count(failed, "action") + " of subscriptions failed.",
              "",
              "/inbox",
              "Try again, or mark as read"));
    }
  }

  private static void members(Peer peer, List<Attention> all) {
    if (!(peer instanceof Publisher)) {
      return;
    }
    try {
      List<String> away =
          peer.members().stream()
              .filter(member -> !member.online() && !member.publisher())
              .map(Member::name)
              .toList();
      if (!away.isEmpty()) {
        all.add(
            new Attention(
                false,
                Words.count(away.size(), "mirror")
                    + (away.size() == 1 ? " is" : " are")
                    + " away: "
                    + away.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                    + ".",
                "",
                "/mirrors",
                "Mirrors"));
      }
    } catch (EdosException e) {
      all.add(new Attention(true, Site.sentence(e), "", "/mirrors", "Mirrors"));
    }
  }
}
