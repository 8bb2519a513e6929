package org.edos.app.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.channel.User;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos user}. */
@Command(
    name = "user",
    description = "Say who is who, to give rights on channels (on a publisher).",
    subcommands = {UserCommands.Add.class, UserCommands.ListAll.class, UserCommands.Remove.class},
    footer = {
      "",
      "A user is known by the key of a daemon, which 'edos status' shows there.",
      "",
      "Example:",
      "  edos user add anna --key 5f0c...e1 --group staff"
    })
final class UserCommands extends CommandGroup {
  @Command(name = "add", description = "Add a user, or say anew what is known of one.")
  static final class Add extends Asking {
    @Parameters(
        paramLabel = "NAME",
        description = "Lower-case letters, digits and . _ - (at most 64).")
    private String name = "";

    @Option(
        names = "--key",
        paramLabel = "HEX",
        required = true,
        description = "The key of a daemon of theirs. May be given several times.")
    private List<String> keys = List.of();

    @Option(
        names = "--group",
        paramLabel = "NAME",
        description = "A group that they are in. May be given several times.")
    private List<String> groups = List.of();

    private User user() {
      return new User(name, Set.copyOf(groups), Set.copyOf(keys));
    }

    @Override
    void check(Console console) {
      user();
    }

    @Override
    void ask(DaemonClient daemon, Console console) {
      User user = daemon.post(ApiPath.of("users"), user(), User.class);
      console.result(user, () -> console.line("Noted the user " + user.name() + "."));
    }
  }

  @Command(name = "list", description = "List the users.")
  static final class ListAll extends Asking {
    @Override
    void ask(DaemonClient daemon, Console console) {
      List<User> users = List.of(daemon.read(ApiPath.of("users"), User[].class));
      console.result(users, () -> print(users, console));
    }

    private static void print(List<User> users, Console console) {
      if (users.isEmpty()) {
        console.line("No users.");
        return;
      }
      TextTable table = new TextTable("USER", "GROUPS", "KEYS");
      users.forEach(user -> table.row(user.name(), sorted(user.groups()), sorted(user.keys())));
      console.table(table);
    }

    private static String sorted(Set<String> words) {
      return words.stream().sorted().collect(Collectors.joining(", "));
    }
  }

  @Command(name = "remove", description = "Forget a user, who then has the rights of anybody.")
  static final class Remove extends Asking {
    @Parameters(paramLabel = "NAME", description = "The user ('edos user list').")
    private String name = "";

    @Override
    void ask(DaemonClient daemon, Console console) {
      daemon.delete(ApiPath.of("users", name));
      console.result(Map.of("removed", name), () -> console.line("Forgot the user " + name + "."));
    }
  }
}
