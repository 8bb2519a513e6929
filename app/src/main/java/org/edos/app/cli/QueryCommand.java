package org.edos.app.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.unit.ByteSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos query}. */
@Command(
    name = "query",
    description = {
      "Find packages and other units.",
      "",
      "Words search names, summaries and descriptions; FIELD:VALUE, SIZE<1MB, AND, OR, NOT and ( )"
          + " narrow it."
    },
    footer = {
      "",
      "Examples:",
      "  edos query web server",
      "  edos query 'name:apache* license:GPL-2.0 size<1MB'",
      "  edos query 'requires:libssl3 arch:amd64 NOT category:debug' --limit 50 --json"
    })
final class QueryCommand extends Asking {
  /** What the daemon answers. */
  record Page(long total, List<Answer> answers, double milliseconds) {}

  /** A unit that matches. */
  record Answer(
      String id, String name, String version, String architecture, String summary, long size) {}

  @Parameters(
      arity = "1..*",
      paramLabel = "TEXT",
      description = "The query; several arguments are taken together.")
  private List<String> text = List.of();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many answers (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--offset",
      paramLabel = "N",
      defaultValue = "0",
      description = "Leave out so many answers first (default: ${DEFAULT-VALUE}).")
  private int offset;

  @Override
  void check(Console console) {
    if (limit < 1 || limit > 10_000) {
      throw EdosException.usage(
          "--limit is 1 to 10000, not " + limit + "; --offset goes on from there");
    }
    if (offset < 0) {
      throw EdosException.usage("--offset is 0 or more, not " + offset);
    }
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    String path =
        ApiPath.of("query")
            + "?q="
            + ApiPath.encode(joined(text))
            + "&offset="
            + offset
            + "&limit="
            + limit;
    Page page = daemon.read(path, Page.class);
    console.result(page, () -> print(page, console));
  }

  /**
   * One query of several arguments: the shell has taken the quotes of those that are phrases, so
   * they get them back.
   */
  static String joined(List<String> arguments) {
    if (arguments.size() == 1) {
      return arguments.getFirst();
    }
    return arguments.stream()
        .map(argument ->
            argument.matches("[^:<>=()\"]*\\s[^:<>=()\"]*") ? '"' + argument + '"' : argument)
        .collect(Collectors.joining(" "));
  }

  private void print(Page page, Console console) {
    if (page.total() == 0) {
      console.line("No answers.");
      return;
    }
    TextTable table = new TextTable("ID", ">SIZE", "SUMMARY");
    page.answers()
        .forEach(answer -> table.row(answer.id(), ByteSize.text(answer.size()), answer.summary()));
    if (!table.isEmpty()) {
      console.table(table);
    }
    long shown = offset + (long) page.answers().size();
    String more = shown < page.total() ? "; go on with --offset " + shown : "";
    console.remark(
        String.format(
            Locale.ROOT,
            "%,d of %s in %.1f ms%s",
            page.answers().size(),
            Amounts.count(page.total(), "answer"),
            page.milliseconds(),
            more));
  }
}
