package org.edos.app.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelDescription;
import org.edos.core.channel.Grantee;
import org.edos.core.channel.Right;
import org.edos.core.channel.Rights;
import org.edos.core.unit.UnitId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos channel}. */
@Command(
    name = "channel",
    description = "List channels; create, feed and look after them.",
    subcommands = {
      ChannelCommands.Create.class,
      ChannelCommands.ListAll.class,
      ChannelCommands.Describe.class,
      ChannelCommands.Add.class,
      ChannelCommands.Remove.class,
      ChannelRightsCommands.Grant.class,
      ChannelRightsCommands.Revoke.class,
      ChannelRightsCommands.Delete.class
    },
    footer = {
      "",
      "Channels are created on the publisher. Whoever has the right to feed or administer one does"
          + " so",
      "from a daemon of their own, too.",
      "",
      "Examples:",
      "  edos channel create updates --description 'new versions of packages'",
      "  edos channel add updates 'pkg:deb/debian/curl@7.88.1-10?arch=amd64'",
      "  edos channel create advance --closed --read group:testers --feed user:anna"
    })
final class ChannelCommands extends CommandGroup {
  private static final String UNITS = "The units, as 'edos query' writes them.";

  @Command(name = "create", description = "Create a channel.")
  static final class Create extends Asking {
    @Parameters(
        index = "0",
        paramLabel = "NAME",
        description = "Lower-case letters, digits and . _ - (at most 64).")
    private String name = "";

    @Parameters(
        index = "1..*",
        arity = "0..*",
        paramLabel = "ID",
        description = {"Units that are in it from the start,", "as 'edos query' writes them."})
    private List<String> ids = List.of();

    @Option(
        names = "--description",
        paramLabel = "TEXT",
        defaultValue = "",
        description = "What it tells of, for people.")
    private String description = "";

    @Option(
        names = "--closed",
        description = "Only those read it who are given a right (default: anybody).")
    private boolean closed;

    @Option(names = "--read", paramLabel = "GRANTEE", description = "Who reads it.")
    private List<String> readers = List.of();

    @Option(names = "--feed", paramLabel = "GRANTEE", description = "Who feeds it.")
    private List<String> feeders = List.of();

    @Option(
        names = "--administer",
        paramLabel = "GRANTEE",
        description = "Who administers it: " + ChannelRightsCommands.GRANTEES)
    private List<String> administrators = List.of();

    private Rights rights() {
      Rights rights = closed ? new Rights(Map.of()) : Rights.PUBLIC;
      rights = with(rights, readers, Right.READ);
      rights = with(rights, feeders, Right.FEED);
      return with(rights, administrators, Right.ADMINISTER);
    }

    private static Rights with(Rights rights, List<String> grantees, Right right) {
      Rights more = rights;
      for (String grantee : grantees) {
        more = more.with(Grantee.parse(grantee), right);
      }
      return more;
    }

    @Override
    void check(Console console) {
      Channels.checkName(name);
      rights();
      ids.forEach(UnitId::parse);
    }

    @Override
    void ask(DaemonClient daemon, Console console) {
      Channel channel = Channels.create(daemon, name, description, rights());
      Channels.add(daemon, name, ids.stream().map(UnitId::parse).toList());
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
            TextTable table = new TextTable("CHANNEL", "CREATED", "READ BY", "DESCRIPTION");
            channels.forEach(channel ->
                table.row(
                    channel.name(),
                    Amounts.moment(channel.created()),
                    channel.rights().isPublic() ? "anybody" : "some",
                    channel.description()));
            console.table(table);
          });
    }
  }

  @Command(name = "describe", description = "Show a channel, its rights, and what is in it.")
  static final class Describe extends Asking {
    @Parameters(paramLabel = "NAME", description = "The channel.")
    private String name = "";

    @Option(
        names = "--after",
        paramLabel = "N",
        description = "Units that came in after this event (default: all).")
    private long after;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "20",
        description = "Most units to show (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Override
    void check(Console console) {
      Channels.checkName(name);
    }

    @Override
    void ask(DaemonClient daemon, Console console) {
      ChannelDescription description =
          daemon.read(
              ApiPath.of("channels", name) + "?cursor=" + after + "&limit=" + limit,
              ChannelDescription.class);
      console.result(description, () -> print(description, console));
    }

    private void print(ChannelDescription description, Console console) {
      Channel channel = description.channel();
      TextTable facts = new TextTable("", "");
      facts.row("Channel", channel.name());
      facts.row("Description", channel.description());
      facts.row("Created", Amounts.moment(channel.created()));
      facts.row("Rights", rights(channel.rights()));
      facts.row(
          "Events",
          description.events()
              + description
                  .changed()
                  .map(time -> ", the newest " + Amounts.moment(time))
                  .orElse(""));
      facts.row("Units", Integer.toString(description.total()));
      console.table(facts, false);
      if (!description.units().isEmpty()) {
        TextTable units = new TextTable("EVENT", "SINCE", "UNIT");
        description
            .units()
            .forEach(unit ->
                units.row(
                    Long.toString(unit.event()),
                    Amounts.moment(unit.since()),
                    unit.unit().toString()));
        console.table(units);
      }
    }

    private static String rights(Rights rights) {
      return rights.grants().entrySet().stream()
          .map(grant -> grant.getKey() + " may " + grant.getValue().name().toLowerCase(Locale.ROOT))
          .sorted()
          .collect(Collectors.joining(", "));
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
