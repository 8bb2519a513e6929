package org.edos.app.cli;

import java.util.List;
import java.util.Map;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.channel.Channel;
import org.edos.core.unit.UnitId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos channel}. */
@Command(
    name = "channel",
    description = "List channels; create and feed them (on a publisher).",
    subcommands = {
      ChannelCommands.Create.class,
      ChannelCommands.ListAll.class,
      ChannelCommands.Add.class,
      ChannelCommands.Remove.class
    },
    footer = {
      "",
      "Examples:",
      "  edos channel create updates --description 'new versions of packages'",
      "  edos channel add updates 'pkg:deb/debian/curl@7.88.1-10?arch=amd64'"
    })
final class ChannelCommands extends CommandGroup {
  private static final String UNITS = "The units, as 'edos query' writes them.";

  @Command(name = "create", description = "Create a channel.")
  static final class Create extends Asking {
    @Parameters(
        paramLabel = "NAME",
        description = "Lower-case letters, digits and . _ - (at most 64).")
    private String name = "";

    @Option(
        names = "--description",
        paramLabel = "TEXT",
        defaultValue = "",
        description = "What it tells of, for people.")
    private String description = "";

    @Override
    void check(Console console) {
      Channels.checkName(name);
    }

    @Override
    void ask(DaemonClient daemon, Console console) {
      Channel channel = Channels.create(daemon, name, description);
      console.result(channel, () -> console.line("Created the channel " + channel.name() + "."));
    }
  }

  @Command(name = "list", description = "List the channels.")
  static final class ListAll extends Asking {
    @Override
    void ask(DaemonClient daemon, Console console) {
      List<Channel> channels = Channels.all(daemon);
      console.result(
          channels,
          () -> {
            TextTable table = new TextTable("CHANNEL", "CREATED", "DESCRIPTION");
            channels.forEach(channel ->
                table.row(
                    channel.name(), Amounts.moment(channel.created()), channel.description()));
            console.table(table);
          });
    }
  }

  @Command(name = "add", description = "Add units to a channel: its subscribers hear of them.")
  static final class Add extends Asking {
    @Parameters(index = "0", paramLabel = "NAME", description = "The channel.")
    private String name = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "ID", description = UNITS)
    private List<String> ids = List.of();

    @Override
    void check(Console console) {
      Channels.checkName(name);
      ids.forEach(UnitId::parse);
    }

    @Override
    void ask(DaemonClient daemon, Console console) {
      int units = Channels.add(daemon, name, ids.stream().map(UnitId::parse).toList());
      console.result(
          Map.of("channel", name, "added", units),
          () -> console.line("Added " + Amounts.count(units, "unit") + " to " + name + "."));
    }
  }

  @Command(name = "remove", description = "Take units out of a channel.")
  static final class Remove extends Asking {
    @Parameters(index = "0", paramLabel = "NAME", description = "The channel.")
    private String name = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "ID", description = UNITS)
    private List<String> ids = List.of();

    @Override
    void check(Console console) {
      Channels.checkName(name);
      ids.forEach(UnitId::parse);
    }

    @Override
    void ask(DaemonClient daemon, Console console) {
      int units = Channels.remove(daemon, name, ids.stream().map(UnitId::parse).toList());
      console.result(
          Map.of("channel", name, "removed", units),
          () -> console.line("Took " + Amounts.count(units, "unit") + " out of " + name + "."));
    }
  }
}
