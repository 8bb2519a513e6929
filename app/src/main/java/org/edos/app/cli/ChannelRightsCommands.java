package org.edos.app.cli;

import java.util.Locale;
import java.util.Map;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelChange;
import org.edos.core.channel.Grantee;
import org.edos.core.channel.Right;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands of {@code edos channel} for those who administer a channel. */
final class ChannelRightsCommands {
  static final String GRANTEES = "anybody, user:NAME or group:NAME ('edos user list').";

  private ChannelRightsCommands() {}

  /** {@code edos channel grant}. */
  @Command(name = "grant", description = "Give somebody a right on a channel.")
  static final class Grant extends Asking {
    @Parameters(index = "0", paramLabel = "NAME", description = "The channel.")
    private String name = "";

    @Parameters(
        index = "1",
        paramLabel = "read|feed|administer",
        description = "The right; each includes those before it.")
    private Right right = Right.READ;

    @Parameters(index = "2", paramLabel = "GRANTEE", description = GRANTEES)
    private String grantee = "";

    @Override
    void check(Console console) {
      Channels.checkName(name);
      Grantee.parse(grantee);
    }

    @Override
    void ask(DaemonClient daemon, Console console) {
      Grantee whom = Grantee.parse(grantee);
      Channel channel = Channels.change(daemon, name, ChannelChange.grant(whom, right));
      console.result(
          channel,
          () ->
              console.line(
                  "On %s, %s may now %s."
                      .formatted(name, whom, right.name().toLowerCase(Locale.ROOT))));
    }
  }

  /** {@code edos channel revoke}. */
  @Command(
      name = "revoke",
      description = "Take a right on a channel back; from anybody, to close it.")
  static final class Revoke extends Asking {
    @Parameters(index = "0", paramLabel = "NAME", description = "The channel.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "GRANTEE", description = GRANTEES)
    private String grantee = "";

    @Override
    void check(Console console) {
      Channels.checkName(name);
      Grantee.parse(grantee);
    }

    @Override
    void ask(DaemonClient daemon, Console console) {
      Grantee whom = Grantee.parse(grantee);
      Channel channel = Channels.change(daemon, name, ChannelChange.revoke(whom));
      console.result(
          channel, () -> console.line("Nothing is given to %s on %s.".formatted(whom, name)));
    }
  }

  /** {@code edos channel delete}. */
  @Command(name = "delete", description = "Delete a channel with all that it told.")
  static final class Delete extends Asking {
    @Parameters(paramLabel = "NAME", description = "The channel.")
    private String name = "";

    @Override
    void check(Console console) {
      Channels.checkName(name);
    }

    @Override
    void ask(DaemonClient daemon, Console console) {
      daemon.delete(ApiPath.of("channels", name));
      console.result(
          Map.of("deleted", name), () -> console.line("Deleted the channel " + name + "."));
    }
  }
}
