package org.edos.app.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.edos.actor.AccessTokens.NewToken;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.network.AccessToken;
import org.edos.core.network.Scope;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos token}. */
@Command(
    name = "token",
    description = "Let programs act for you, each within its scopes.",
    subcommands = {
      TokenCommands.Create.class,
      TokenCommands.ListAll.class,
      TokenCommands.Revoke.class
    },
    footer = {
      "",
      "A program shows its token as 'Authorization: Bearer TOKEN'; commands take it from",
      "EDOS_TOKEN, and the daemon's address from EDOS_DAEMON.",
      "",
      "Example:",
      "  edos token create nightly --scope publish:debian,feed:updates --expires P30D"
    })
final class TokenCommands extends CommandGroup {
  @Command(name = "create", description = "Make a token; it is shown this once.")
  static final class Create extends Asking {
    @Parameters(
        paramLabel = "NAME",
        description = "Lower-case letters, digits and . _ - (at most 64).")
    private String name = "";

    @Option(
        names = "--scope",
        paramLabel = "SCOPE",
        required = true,
        split = ",",
        description = {
          "read, administer, publish:RELEASE or feed:CHANNEL. May be given",
          "several times, or with commas between them."
        })
    private List<String> scopes = List.of();

    @Option(
        names = "--expires",
        paramLabel = "DURATION",
        description = "How long it is good, as P30D (default: until revoked).")
    private @Nullable Duration expires;

    @Override
    void check(Console console) {
      scopes.forEach(Scope::parse);
    }

    @Override
    void ask(DaemonClient daemon, Console console) {
      Map<String, Object> request = new LinkedHashMap<>();
      request.put("name", name);
      request.put("scopes", scopes.stream().map(Scope::parse).toList());
      if (expires != null) {
        request.put("validity", expires);
      }
      NewToken made = daemon.post(ApiPath.of("tokens"), request, NewToken.class);
      console.result(
          made,
          () -> {
            console.line(made.secret());
            console.remark("This is the token '" + name + "'; it is not shown again.");
          });
    }
  }

  @Command(name = "list", description = "List the tokens.")
  static final class ListAll extends Asking {
    @Override
    void ask(DaemonClient daemon, Console console) {
      List<AccessToken> tokens = List.of(daemon.read(ApiPath.of("tokens"), AccessToken[].class));
      console.result(tokens, () -> print(tokens, console));
    }

    private static void print(List<AccessToken> tokens, Console console) {
      if (tokens.isEmpty()) {
        console.line("No tokens.");
        return;
      }
      TextTable table = new TextTable("TOKEN", "SCOPES", "CREATED", "EXPIRES");
      tokens.forEach(token ->
          table.row(
              token.name(),
              token.scopes().stream()
                  .map(Scope::toString)
                  .sorted()
                  .collect(Collectors.joining(", ")),
              Amounts.moment(token.created()),
              token.expires().map(Amounts::moment).orElse("never")));
      console.table(table);
    }
  }

  @Command(name = "revoke", description = "End a token at once.")
  static final class Revoke extends Asking {
    @Parameters(paramLabel = "NAME", description = "The token ('edos token list').")
    private String name = "";

    @Override
    void ask(DaemonClient daemon, Console console) {
      daemon.delete(ApiPath.of("tokens", name));
      console.result(
          Map.of("revoked", name), () -> console.line("Revoked the token " + name + "."));
    }
  }
}
