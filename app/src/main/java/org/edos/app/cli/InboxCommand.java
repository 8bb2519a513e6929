package org.edos.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.channel.Notification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code edos inbox}. */
@Command(
    name = "inbox",
    description = "Read what the subscriptions brought, the oldest first.",
    footer = {"", "Examples:", "  edos inbox --after 120 --json", "  edos inbox --follow"})
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

  @Override
  void check(Console console) {
    if (after < 0) {
      throw EdosException.usage("--after is 0 or more, not " + after);
    }
    if (follow && console.json()) {
      throw EdosException.usage(
          "--follow never ends, and --json prints one document: ask again with --after N --json"
              + " instead");
    }
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
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

  private static List<Notification> all(DaemonClient daemon, long after) {
    List<Notification> all = new ArrayList<>();
    long seen = after;
    while (true) {
      Notification[] page =
          daemon.read(
              ApiPath.of("inbox") + "?after=" + seen + "&limit=" + PAGE, Notification[].class);
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
    TextTable table = new TextTable(">NUMBER", "ARRIVED", "CHANNEL", "WHAT", "SUBJECT");
    for (Notification one : arrived) {
      table.row(
          one.number(),
          Amounts.moment(one.arrived()),
          one.event().channel(),
          what(one),
          one.event().subject());
    }
    console.table(table);
  }

  private static String line(Notification one) {
    return "%d  %s  %s  %s  %s"
        .formatted(
            one.number(),
            Amounts.moment(one.arrived()),
            one.event().channel(),
            what(one),
            one.event().subject());
  }

  private static String what(Notification one) {
    return one.event().kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
