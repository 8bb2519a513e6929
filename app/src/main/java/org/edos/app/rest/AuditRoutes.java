package org.edos.app.rest;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.edos.actor.Peer;
import org.edos.actor.Publisher;
import org.edos.core.EdosException;
import org.edos.core.audit.AuditEntry;

/** The publisher's audit log, for whoever runs it. */
final class AuditRoutes implements Routes {
  private static final int MOST = 1000;
  private static final Parameter.Number LIMIT =
      Parameter.number("limit", "how many at most", 100, 1, MOST);
  private static final Parameter.Text SINCE =
      Parameter.text("since", "only what ended at this time or later, as 2026-01-31T12:00:00Z");

  private final Peer peer;

  AuditRoutes(Peer peer) {
    this.peer = peer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/api/v1/audit",
                "What was done with this publisher, the oldest first: lines after a number, or"
                    + " such as ended at a time or later; publisher only",
                Body.list(AuditEntry.class),
                this::audit)
            .asking(Pages.AFTER, LIMIT, SINCE)
            .by(Access.TOKEN));
  }

  private void audit(Context ctx) {
    Publisher publisher = Parameters.publisher(peer);
    long cursor = Pages.AFTER.of(ctx);
    int limit = (int) LIMIT.of(ctx);
    Instant since = since(SINCE.of(ctx));
    List<AuditEntry> found = new ArrayList<>();
    for (List<AuditEntry> page = publisher.audit(cursor, MOST);
        !page.isEmpty() && found.size() < limit;
        page = publisher.audit(page.getLast().number(), MOST)) {
      page.stream().filter(entry -> !entry.ended().isBefore(since)).forEach(found::add);
    }
    Pages.send(ctx, found.stream().limit(limit).toList(), limit, AuditEntry::number);
  }

  private static Instant since(String text) {
    try {
      return text.isEmpty() ? Instant.MIN : Instant.parse(text);
    } catch (DateTimeException e) {
      throw EdosException.usage("since is a time such as 2026-01-31T12:00:00Z: '" + text + "'");
    }
  }
}
