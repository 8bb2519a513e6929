package org.edos.app.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.audit.AuditChain;
import org.edos.core.audit.AuditEntry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code edos audit}. */
@Command(
    name = "audit",
    description = "Show what was done with the publisher: who, what, when, with what outcome.",
    footer = {
      "",
      "Every line carries the hash of the one before. --verify checks them all, and prints the",
      "last hash: whoever keeps that sees later whether lines at the end have gone (--contains).",
      "",
      "Examples:",
      "  edos audit --since 2026-01-31T12:00:00Z",
      "  edos audit --verify"
    })
final class AuditCommand extends Asking {
  private static final int PAGE = 1000;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only what ended at that time or later, such as 2026-01-31T12:00:00Z.")
  private @Nullable String since;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Show the newest lines, so many at most (default: ${DEFAULT-VALUE}).")
  private int limit = 1000;

  @Option(names = "--verify", description = "Check that no line was changed, left out or put in.")
  private boolean verify;

  @Option(
      names = "--contains",
      paramLabel = "HASH",
      description = "With --verify: a hash that an earlier one printed must be there still.")
  private @Nullable String remembered;

  @Override
  void check(Console console) {
    if (since != null) {
      try {
        Instant.parse(since);
      } catch (DateTimeException e) {
        throw EdosException.usage("not a time such as 2026-01-31T12:00:00Z: '" + since + "'");
      }
    }
    if (limit < 1 || limit > PAGE) {
      throw EdosException.usage("--limit is a number from 1 to " + PAGE);
    }
    if (remembered != null && !verify) {
      throw EdosException.usage("--contains belongs to --verify");
    }
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    if (verify) {
      verify(daemon, console);
      return;
    }
    Deque<AuditEntry> newest = new ArrayDeque<>();
    long earlier = 0;
    long last = 0;
    AuditEntry[] page;
    do {
      page = page(daemon, last);
      for (AuditEntry entry : page) {
        newest.add(entry);
        last = entry.number();
        if (newest.size() > limit) {
          newest.remove();
          earlier++;
        }
      }
    } while (page.length == PAGE);
    List<AuditEntry> entries = List.copyOf(newest);
    console.result(entries, () -> print(entries, console));
    if (earlier > 0) {
      console.remark(
          Amounts.count(earlier, "earlier line") + " not shown; --limit shows more, up to " + PAGE);
    }
  }

  /** The lines after a number, of those asked for. */
  private AuditEntry[] page(DaemonClient daemon, long after) {
    String from = since == null ? "" : "&since=" + ApiPath.encode(since);
    return daemon.read(
        ApiPath.of("audit") + "?limit=" + PAGE + "&cursor=" + after + from, AuditEntry[].class);
  }

  private static void print(List<AuditEntry> entries, Console console) {
    TextTable table = new TextTable(">LINE", "WHEN", "WHO", "FROM", "WHAT", "TO", "OUTCOME", "");
    for (AuditEntry entry : entries) {
      table.row(
          entry.number(),
          Amounts.moment(entry.ended()),
          entry.draft().doer().who(),
          entry.draft().doer().from(),
          word(entry.draft().action()),
          entry.draft().subject(),
          word(entry.outcome()),
          entry.message());
    }
    console.table(table);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void verify(DaemonClient daemon, Console console) {
    AuditChain chain = new AuditChain();
    boolean found = remembered == null;
    AuditEntry[] page;
    do {
      page =
          daemon.read(
              ApiPath.of("audit") + "?limit=" + PAGE + "&cursor=" + chain.lines(),
              AuditEntry[].class);
      for (AuditEntry entry : page) {
        Optional<String> wrong = chain.next(entry);
        if (wrong.isPresent()) {
          throw EdosException.refused("the audit log was tampered with: " + wrong.get());
        }
        found |= entry.hash().hex().equals(remembered);
      }
    } while (page.length == PAGE);
    if (!found) {
      throw EdosException.refused(
          "the audit log was tampered with: it has no line of hash " + remembered + " any more");
    }
    console.result(
        Map.of("lines", chain.lines(), "hash", chain.hash()),
        () ->
            console.line(
                "%s as they were written; the last has the hash %s."
                    .formatted(Amounts.count(chain.lines(), "line"), chain.hash().hex())));
  }
}
