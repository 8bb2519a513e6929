package org.edos.app.cli;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.channel.NewWebhook;
import org.edos.core.channel.Webhook;
import org.edos.core.channel.WebhookState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos webhook}. */
@Command(
    name = "webhook",
    description = "Pass on what arrives in the inbox to web services.",
    subcommands = {
      WebhookCommands.Add.class,
      WebhookCommands.ListAll.class,
      WebhookCommands.Remove.class
    },
    footer = {
      "",
      "Examples:",
      "  edos webhook add https://ci.example/edos --channel updates",
      "  edos webhook list"
    })
final class WebhookCommands extends CommandGroup {
  @Command(name = "add", description = "Add a webhook; prints the secret that signs its calls.")
  static final class Add extends Asking {
    @Parameters(paramLabel = "URL", description = "http:// or https://; called by POST.")
    private URI url = URI.create("");

    @Option(
        names = "--channel",
        paramLabel = "NAME",
        description = "Only what came by this channel. May be given several times.")
    private List<String> channels = List.of();

    @Override
    void check(Console console) {
      Webhook.checkAddress(url);
      channels.forEach(Channels::checkName);
    }

    @Override
    void ask(DaemonClient daemon, Console console) {
      NewWebhook added =
          daemon.post(
              ApiPath.of("webhooks"), Map.of("url", url, "channels", channels), NewWebhook.class);
      console.result(
          added,
          () -> {
            console.line("Added the webhook " + added.webhook().id() + ".");
            console.line("Its calls are signed with this secret, which is not shown again:");
            console.line("  " + added.secret());
          });
    }
  }

  @Command(name = "list", description = "List the webhooks and how far each was told.")
  static final class ListAll extends Asking {
    @Override
    void ask(DaemonClient daemon, Console console) {
      List<WebhookState> webhooks =
          List.of(daemon.read(ApiPath.of("webhooks"), WebhookState[].class));
      console.result(webhooks, () -> print(webhooks, console));
    }

    private static void print(List<WebhookState> webhooks, Console console) {
      if (webhooks.isEmpty()) {
        console.line("No webhooks.");
        return;
      }
      TextTable table = new TextTable("ID", "URL", "CHANNELS", ">TOLD", "TROUBLE");
      for (WebhookState one : webhooks) {
        table.row(
            one.webhook().id(),
            one.webhook().url(),
            one.webhook().channels().isEmpty()
                ? "all"
                : String.join(", ", one.webhook().sortedChannels()),
            one.delivered(),
            one.error().map(error -> error + " (failed " + one.failures() + " times)").orElse(""));
      }
      console.table(table);
    }
  }

  @Command(name = "remove", description = "End a webhook.")
  static final class Remove extends Asking {
    @Parameters(paramLabel = "ID", description = "The webhook, as 'edos webhook list' lists it.")
    private String id = "";

    @Override
    void ask(DaemonClient daemon, Console console) {
      console.result(
          daemon.delete(ApiPath.of("webhooks", id)),
          () -> console.line("Ended the webhook " + id + "."));
    }
  }
}
