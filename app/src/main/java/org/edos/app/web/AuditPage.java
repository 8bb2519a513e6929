package org.edos.app.web;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.actor.Publisher;
import org.edos.app.rest.Route;
import org.edos.core.EdosException;
import org.edos.core.audit.AuditAction;
import org.edos.core.audit.AuditChain;
import org.edos.core.audit.AuditEntry;
import org.edos.core.audit.AuditOutcome;
import org.edos.core.network.Scope;

/** What was done with the publisher, by whom, and whether the log of it is as it was written. */
final class AuditPage implements Page {
  private static final int AT_ONCE = 1_000;
  private static final int LONGEST = 200;

  private final Site site;

  AuditPage(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        site.page("/audit", "What was done with the publisher", new Scope.Read(), this::page),
        site.part("/fragments/audit", "The part that changes", new Scope.Read(), this::part),
        site.form(
            "/audit/verify", "Checks the log's chain of hashes", new Scope.Read(), this::verify));
  }

  private void page(Context ctx) {
    site.send(ctx, "audit.jte", "Audit log", Place.AUDIT, Map.of("view", view(ctx)));
  }

  private void part(Context ctx) {
    site.sendPart(ctx, "tag/audit-lines.jte", Map.of("view", view(ctx)));
  }

  private AuditView view(Context ctx) {
    String who = Site.query(ctx, "who");
    AuditView.Asked asked =
        new AuditView.Asked(
            who.substring(0, Math.min(LONGEST, who.length())),
            constant(AuditAction.values(), Site.query(ctx, "action")),
            constant(AuditOutcome.values(), Site.query(ctx, "outcome")),
            before(Site.query(ctx, "before")));
    return AuditView.of(publisher(), asked, site.clock().instant());
  }

  private static <E extends Enum<E>> Optional<E> constant(E[] all, String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(all)
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(() -> EdosException.usage("choose one of the list, not another")));
  }

  private static long before(String text) {
    if (!text.matches("[0-9]{0,18}")) {
      throw EdosException.usage("a line's number is a whole number");
    }
    return text.isEmpty() ? Long.MAX_VALUE : Math.max(1, Long.parseLong(text));
  }

  private Publisher publisher() {
    if (site.peer() instanceof Publisher publisher) {
      return publisher;
    }
    throw EdosException.notFound(
        "only a publisher has an audit log, and this peer is a " + site.peer().actor());
  }

  private void verify(Context ctx) {
    Publisher publisher = publisher();
    String remembered = Site.field(ctx, "contains").toLowerCase(java.util.Locale.ROOT);
    if (!remembered.matches("([0-9a-f]{64})?")) {
      throw EdosException.usage("a line's hash has 64 hexadecimal digits");
    }
    String id =
        site.works()
            .begin("Checking the audit log", event -> false, () -> verified(publisher, remembered));
    site.goToWork(ctx, id);
  }

  private static Work.Outcome verified(Publisher publisher, String remembered) {
    AuditChain chain = new AuditChain();
    boolean found = remembered.isEmpty();
    List<AuditEntry> page;
    do {
      page = publisher.audit(chain.lines(), AT_ONCE);
      for (AuditEntry entry : page) {
        Optional<String> wrong = chain.next(entry);
        if (wrong.isPresent()) {
          return new Work.Outcome.Failed("The audit log was tampered with: " + wrong.get());
        }
        found |= entry.hash().hex().equals(remembered);
      }
    } while (page.size() == AT_ONCE);
    if (!found) {
      return new Work.Outcome.Failed(
          "The audit log was tampered with: it has no line of hash " + remembered + " any more");
    }
    return new Work.Outcome.Done(
        "%s as they were written; the last has the hash %s. Whoever keeps that sees later whether lines at the end have gone."
            .formatted(Words.count(chain.lines(), "line"), chain.hash().hex()),
        "/audit",
        "Back to the audit log");
  }
}
