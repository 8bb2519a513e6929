package org.edos.app.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.edos.app.daemon.DaemonClient;
import org.edos.app.daemon.Settings;
import org.edos.core.network.IssuedInvitation;
import org.edos.core.network.JoinRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code edos invite}. */
@Command(
    name = "invite",
    description = {
      "Invite a mirror to be a member of the indexing network (on a publisher).",
      "",
      "Prints the command to run on the mirror's machine. Whoever has it can use it, once."
    },
    footer = {"", "Examples:", "  edos invite --name paris", "  edos invite --list"})
final class InviteCommand extends Asking {
  /** Either a list, or the end of one invitation. */
  static final class Other {
    @Option(names = "--list", description = "List the invitations.")
    private boolean list;

    @Option(names = "--withdraw", paramLabel = "ID", description = "Withdraw an invitation.")
    private @Nullable String withdraw;
  }

  @Option(
      names = "--name",
      paramLabel = "MIRROR",
      description = "The name that the mirror is to have; it chooses one unless given.")
  private @Nullable String name;

  @Option(
      names = "--valid",
      paramLabel = "DURATION",
      defaultValue = "24h",
      description = "How long the invitation can be used (default: ${DEFAULT-VALUE}).")
  private String valid = "24h";

  @ArgGroup private @Nullable Other other;

  @Override
  void check(Console console) {
    Settings.time(valid);
    if (name != null) {
      JoinRequest.checkedName(name);
    }
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    if (other != null && other.withdraw != null) {
      String id = other.withdraw;
      console.result(
          daemon.delete(ApiPath.of("network", "invitations", id)),
          () -> console.line("Withdrew " + id + "."));
    } else if (other != null && other.list) {
      list(daemon, console);
    } else {
      invite(daemon, console);
    }
  }

  private void invite(DaemonClient daemon, Console console) {
    Duration validity = Settings.time(valid);
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("validity", validity.toString());
    if (name != null) {
      request.put("name", name);
    }
    JsonNode made = daemon.post(ApiPath.of("network", "invitations"), request, JsonNode.class);
    console.result(
        made,
        () -> {
          console.line("edos mirror --join " + made.path("address").asString(""));
          console.remark(
              "It can be used once, within "
                  + Amounts.time(validity)
                  + "; give it to nobody else.");
        });
  }

  private static void list(DaemonClient daemon, Console console) {
    IssuedInvitation[] all =
        daemon.read(ApiPath.of("network", "invitations"), IssuedInvitation[].class);
    console.result(
        all,
        () -> {
          TextTable table = new TextTable("ID", "NAME", "EXPIRES", "USED BY");
          for (IssuedInvitation one : all) {
            table.row(one.id(), one.name(), Amounts.moment(one.expires()), one.usedBy());
          }
          if (table.isEmpty()) {
            console.line("No invitations.");
          } else {
            console.table(table);
          }
        });
  }
}
