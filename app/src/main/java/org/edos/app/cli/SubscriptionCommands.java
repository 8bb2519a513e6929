package org.edos.app.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.edos.app.daemon.DaemonClient;
import org.edos.app.daemon.Settings;
import org.edos.core.channel.Subscription;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about standing wishes to hear of a channel's events. */
final class SubscriptionCommands {
  private SubscriptionCommands() {}

  /** {@code edos subscribe}. */
  @Command(
      name = "subscribe",
      description = "Subscribe to a channel: its news arrive in the inbox ('edos inbox').",
      footer = {
        "",
        "The channel 'releases' tells of every release.",
        "",
        "Examples:",
        "  edos subscribe releases --action download",
        "  edos subscribe updates --filter 'category:web' --every 12h",
        "  edos subscribe updates --scope all --action run"
      })
  static final class Subscribe extends Asking {
    @Parameters(paramLabel = "CHANNEL", description = "The channel ('edos channel list').")
    private String channel = "";

    @Option(
        names = "--filter",
        paramLabel = "QUERY",
        description = "Only units that match (default: all).")
    private @Nullable String filter;

    @Option(
        names = "--scope",
        paramLabel = "new|all",
        defaultValue = "new",
        description =
            "Begin with what comes, or with all that is in the channel (default:"
                + " ${DEFAULT-VALUE}).")
    private Subscription.Scope scope = Subscription.Scope.NEW;

    @Option(
        names = "--every",
        paramLabel = "TIME",
        description = "A digest so often, such as 12h or 7d (default: at once).")
    private @Nullable String every;

    @Option(
        names = "--action",
        paramLabel = "notify|download|run",
        defaultValue = "notify",
        description =
            "What to do: tell of it, and perhaps fetch it, or run the program of the setting 'hook'"
                + " (default: ${DEFAULT-VALUE}).")
    private Subscription.Action action = Subscription.Action.NOTIFY;

    @Override
    void check(Console console) {
      Channels.checkName(channel);
      Optional.ofNullable(every).ifPresent(Settings::time);
    }

    @Override
    void ask(DaemonClient daemon, Console console) {
      Map<String, Object> request =
          new HashMap<>(
              Map.<String, Object>of("channel", channel, "scope", scope, "action", action));
      Optional.ofNullable(filter).ifPresent(query -> request.put("filter", query));
      Optional.ofNullable(every).ifPresent(time -> request.put("every", Settings.time(time)));
      Subscription subscription =
          daemon.post(ApiPath.of("subscriptions"), request, Subscription.class);
      console.result(
          subscription,
          () ->
              console.line(
                  "Subscribed to %s; end it with: edos unsubscribe %s"
                      .formatted(subscription.channel(), subscription.id())));
    }
  }

  /** {@code edos subscriptions}. */
  @Command(
      name = "subscriptions",
      description = "List this peer's subscriptions.",
      footer = {"", "Example:", "  edos subscriptions --json"})
  static final class ListAll extends Asking {
    @Override
    void ask(DaemonClient daemon, Console console) {
      List<Subscription> subscriptions =
          List.of(daemon.read(ApiPath.of("subscriptions"), Subscription[].class));
      console.result(subscriptions, () -> print(subscriptions, console));
    }

    private static void print(List<Subscription> subscriptions, Console console) {
      if (subscriptions.isEmpty()) {
        console.line("No subscriptions.");
        return;
      }
      TextTable table = new TextTable("ID", "CHANNEL", "WHEN", "ACTION", "FILTER");
      for (Subscription one : subscriptions) {
        table.row(
            one.id(),
            one.channel(),
            one.every().map(time -> "every " + Amounts.time(time)).orElse("at once"),
            one.action().name().toLowerCase(Locale.ROOT),
            one.filter());
      }
      console.table(table);
    }
  }

  /** {@code edos unsubscribe}. */
  @Command(
      name = "unsubscribe",
      description = "End a subscription.",
      footer = {"", "Example:", "  edos unsubscribe 3"})
  static final class Unsubscribe extends Asking {
    @Parameters(
        paramLabel = "ID",
        description = "The subscription, as 'edos subscriptions' lists it.")
    private String id = "";

    @Override
    void ask(DaemonClient daemon, Console console) {
      console.result(
          daemon.delete(ApiPath.of("subscriptions", id)),
          () -> console.line("Ended the subscription " + id + "."));
    }
  }
}
