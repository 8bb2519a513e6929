package org.edos.app.rest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.edos.actor.FreshnessReport;
import org.edos.actor.Peer;
import org.edos.actor.RootFreshness;
import org.edos.core.channel.Caller;
import org.edos.core.channel.ChannelFreshness;

/** The age and lag of releases, and of the channels that anybody may read. */
final class FreshnessMeters {
  private final Peer peer;
  private final Clock clock;
  private final MultiGauge releaseAge;
  private final MultiGauge releaseBehind;
  private final MultiGauge channelEvent;
  private final MultiGauge channelLag;
  private final MultiGauge headAge;
  private final MultiGauge trusted;

  FreshnessMeters(Peer peer, Clock clock, MeterRegistry registry) {
    this.peer = peer;
    this.clock = clock;
    this.releaseAge =
        gauge(registry, "edos.release.age.seconds", "Since the root that is here was published");
    this.releaseBehind =
        gauge(
            registry,
            "edos.release.behind.seconds",
            "Since the newest root was published, while another one is here");
    this.channelEvent =
        gauge(registry, "edos.channel.event", "Newest event here that the publisher signed");
    this.channelLag = gauge(registry, "edos.channel.lag", "Signed events that are not here");
    this.headAge =
        gauge(registry, "edos.channel.head.age.seconds", "Since the newest head was signed");
    this.trusted =
        gauge(
            registry,
            "edos.channel.trusted",
            "1, or 0 where the head is stale, rolled back, forged or missing");
  }

  private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  /** Brings the values up to this moment. */
  void refresh() {
    Instant now = clock.instant();
    FreshnessReport report = peer.freshness().report(Caller.ANYBODY);
    releases(releaseAge, report, root -> root.here().map(at -> age(at.created(), now)).orElse(0.0));
    releases(
        releaseBehind, report, root -> root.isBehind() ? age(root.newest().created(), now) : 0);
    channels(channelEvent, report, ChannelFreshness::at);
    channels(channelLag, report, ChannelFreshness::lag);
    channels(headAge, report, view -> view.signed().map(at -> age(at, now)).orElse(Double.NaN));
    channels(
        trusted,
        report,
        view -> view.state().compareTo(ChannelFreshness.State.UNSIGNED) < 0 ? 1 : 0);
  }

  private static double age(Instant time, Instant now) {
    return Math.max(0, Duration.between(time, now).toMillis() / 1000.0);
  }

  private static void releases(
      MultiGauge gauge, FreshnessReport report, ToDoubleFunction<RootFreshness> value) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    report
        .releases()
        .forEach(root -> rows.add(MultiGauge.Row.of(Tags.of("release", root.name()), root, value)));
    gauge.register(rows, true);
  }

  private static void channels(
      MultiGauge gauge, FreshnessReport report, ToDoubleFunction<ChannelFreshness> value) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    report
        .channels()
        .forEach(
            view -> rows.add(MultiGauge.Row.of(Tags.of("channel", view.channel()), view, value)));
    gauge.register(rows, true);
  }
}
