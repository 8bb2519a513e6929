package org.edos.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.edos.actor.FreshnessReport;
import org.edos.actor.RootFreshness;
import org.edos.core.channel.ChannelFreshness;

/** How new a peer's view is, for people. */
final class FreshnessText {
  private static final int DIGITS = 12;

  private FreshnessText() {}

  static void print(FreshnessReport report, Instant now, Console console) {
    if (!report.releases().isEmpty()) {
      console.line("");
      TextTable table = new TextTable("RELEASE", "HERE", "ROOT", "PUBLISHED", "NEWEST");
      report.releases().forEach(root -> row(table, root, now));
      console.table(table);
    }
    if (!report.channels().isEmpty()) {
      console.line("");
      TextTable table = new TextTable("CHANNEL", "STATE", ">EVENT", ">LAG", "SIGNED");
      report.channels().forEach(view -> row(table, view, now));
      console.table(table);
    }
    report.channels().stream()
        .filter(view -> !view.detail().isEmpty())
        .forEach(view -> console.line("channel " + view.channel() + ": " + view.detail()));
  }

  private static void row(TextTable table, RootFreshness root, Instant now) {
    table.row(
        root.name(),
        root.here().map(RootFreshness.Root::version).orElse("-"),
        root.here().map(here -> here.composition().hex().substring(0, DIGITS)).orElse("-"),
        root.here().map(here -> ago(here.created(), now)).orElse("-"),
        root.isBehind()
            ? "%s, %s".formatted(root.newest().version(), ago(root.newest().created(), now))
            : "this");
  }

  private static void row(TextTable table, ChannelFreshness view, Instant now) {
    table.row(
        view.channel(),
        words(view.state()),
        Long.toString(view.at()),
        Long.toString(view.lag()),
        view.signed().map(signed -> ago(signed, now)).orElse("never"));
  }

  private static String words(ChannelFreshness.State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String ago(Instant time, Instant now) {
    return Amounts.time(Duration.between(time, now)) + " ago";
  }
}
