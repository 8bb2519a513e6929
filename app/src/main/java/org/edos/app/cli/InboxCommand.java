package org.edos.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Outcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code edos inbox}. */
@Command(
    name = "inbox",
    description = "Read what the subscriptions brought, the oldest first.",
    footer = {
      "",
      "What was to be done is pending, running, done, failed, interrupted (the daemon ended",
      "meanwhile) or dropped (the subscription ended before).",
      "",
      "Examples:",
      "  edos inbox --unread",
      "  edos inbox --read all",
      "  edos inbox --retry 17",
      "  edos inbox --follow"
    })
final class InboxCommand extends Asking {
  private static final int PAGE = 100;

  @Option(
      names = "--after",
      paramLabel = "N",
      defaultValue = "0",
      description = "Only what has a greater number (default: ${DEFAULT-VALUE}).")
  private long after;

  @Option(names = "--follow", description = "Go on with what arrives, until Ctrl-C.")
  private boolean follow;

  @Option(names = "--unread", description = "Only what is not marked as read.")
  private boolean unread;

  @Option(
      names = "--read",
      paramLabel = "N|all",
      description = "Mark one, or all that has arrived, as read.")
  private @Nullable String read;

  @Option(
      names = "--retry",
      paramLabel = "N",
      description = "Have done again what failed or was interrupted.")
  private @Nullable Long retry;

  @Override
  void check(Console console) {
    if (Stream.of(follow, read != null, retry != null).filter(chosen -> chosen).count() > 1) {
      throw EdosException.usage("--follow, --read and --retry go one at a time");
    }
    number();
    if (after < 0) {
      throw EdosException.usage("--after is 0 or more, not " + after);
    }
    if (follow && console.json()) {
      throw EdosException.usage(
          "--follow never ends, and --json prints one document: ask again with --after N --json"
              + " instead");
    }
  }

  /** The one to mark as read; empty for none, or all. */
  private OptionalLong number() {
    if (read == null || read.equals("all")) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(read));
    } catch (NumberFormatException e) {
      throw EdosException.usage("--read takes a notification's number, or all: not '" + read + "'");
    }
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    if (read != null) {
      markRead(daemon, console);
    } else if (retry != null) {
      repeat(daemon, retry, console);
    } else {
      show(daemon, console);
    }
  }

  private void markRead(DaemonClient daemon, Console console) {
    long first = number().orElse(1);
    long last =
        number()
            .orElseGet(() -> daemon.tree(ApiPath.of("inbox", "summary")).path("newest").asLong(0));
    JsonNode marked =
        daemon.post(
            ApiPath.of("inbox", "read"), Map.of("first", first, "last", last), JsonNode.class);
    console.result(
        marked,
        () ->
            console.line(
                "Marked %s as read."
                    .formatted(Amounts.count(marked.path("marked").asLong(0), "notification"))));
  }

  private static void repeat(DaemonClient daemon, long number, Console console) {
    Notification waiting =
        daemon.post(
            ApiPath.of("inbox", Long.toString(number), "retry"), Map.of(), Notification.class);
    console.result(
        waiting, () -> console.line("Notification " + number + " waits for its action again."));
  }

  private void show(DaemonClient daemon, Console console) {
    List<Notification> arrived = all(daemon, after);
    if (!follow) {
      console.result(arrived, () -> print(arrived, console));
      return;
    }
    long seen = after;
    for (List<Notification> some = arrived; ; some = all(daemon, seen)) {
      some.forEach(one -> console.line(line(one)));
      seen = some.isEmpty() ? seen : some.getLast().number();
      Pause.once();
    }
  }

  private List<Notification> all(DaemonClient daemon, long after) {
    List<Notification> all = new ArrayList<>();
    long seen = after;
    while (true) {
      String path = "?cursor=" + seen + "&limit=" + PAGE + (unread ? "&unread=true" : "");
      Notification[] page = daemon.read(ApiPath.of("inbox") + path, Notification[].class);
      all.addAll(List.of(page));
      if (page.length < PAGE || page[page.length - 1].number() <= seen) {
        return all;
      }
      seen = page[page.length - 1].number();
    }
  }

  private static void print(List<Notification> arrived, Console console) {
    if (arrived.isEmpty()) {
      console.line("Nothing has arrived.");
      return;
    }
    TextTable table = new TextTable(">NUMBER", "ARRIVED", "CHANNEL", "WHAT", "SUBJECT", "ACTION");
    long group = 0;
    for (Notification one : arrived) {
      boolean together = one.group() == group;
      group = one.group();
      table.row(
          one.number(),
          together ? "with " + group : Amounts.moment(one.arrived()),
          one.event().channel(),
          what(one),
          one.event().subject(),
          action(one));
    }
    console.table(table);
    arrived.stream()
        .filter(one -> !one.outcome().said().isEmpty())
        .filter(one -> one.outcome().state() != Outcome.State.DONE)
        .forEach(one -> console.line(one.number() + ": " + one.outcome().said()));
  }

  private static String line(Notification one) {
    return "%d  %s  %s  %s  %s  %s"
        .formatted(
            one.number(),
            Amounts.moment(one.arrived()),
            one.event().channel(),
            what(one),
            one.event().subject(),
            action(one))
        .stripTrailing();
  }

  /** {@code download failed}, say; nothing for one that only tells. */
  private static String action(Notification one) {
    return one.outcome().state() == Outcome.State.NONE
        ? ""
        : words(one.outcome().action().name()) + " " + words(one.outcome().state().name());
  }

  private static String what(Notification one) {
    return words(one.event().kind().name());
  }

  private static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
