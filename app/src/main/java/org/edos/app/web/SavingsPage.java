package org.edos.app.web;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.edos.actor.Gateway;
import org.edos.app.rest.Route;
import org.edos.core.gateway.Via;
import org.edos.core.network.Scope;
import org.edos.physical.peer.PeerJson;

/** Where the bytes came from that apt and dnf were given, in all and over time. */
final class SavingsPage implements Page {
  private final Site site;

  /**
   * A stacked chart.
   *
   * @param labels of its columns
   * @param sets one above the other
   */
  private record Chart(List<String> labels, List<Set> sets) {}

  /**
   * One colour of a stacked chart.
   *
   * @param color the name of its colour, as styles have it
   */
  private record Set(String label, String color, List<Long> values) {}

  SavingsPage(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    Scope read = new Scope.Read();
    return List.of(
        site.page("/savings", "Where bytes came from", read, this::page),
        site.part(
            "/fragments/savings",
            "The part of it that changes",
            read,
            ctx -> site.sendPart(ctx, "tag/savings.jte", Map.of("view", view(ctx)))),
        site.part("/savings/chart", "The data of its chart", read, this::chart));
  }

  private SavingsView view(Context ctx) {
    Gateway gateway = site.parts().gateway();
    return SavingsView.of(
        gateway.status(),
        gateway.history(),
        SavingsView.Span.of(Site.query(ctx, "span")),
        site.clock().instant());
  }

  private void page(Context ctx) {
    site.send(ctx, "savings.jte", "Savings", Place.SAVINGS, Map.of("view", view(ctx)));
  }

  private void chart(Context ctx) {
    SavingsView view = view(ctx);
    List<Set> sets = new ArrayList<>();
    for (Via via : Via.values()) {
      sets.add(
          new Set(
              SavingsView.source(via),
              via.name().toLowerCase(Locale.ROOT),
              view.slots().stream().map(slot -> slot.of(via)).toList()));
    }
    Chart chart = new Chart(view.slots().stream().map(SavingsView.Slot::label).toList(), sets);
    ctx.header("Cache-Control", "no-store");
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.contentType("application/json");
    ctx.result(PeerJson.mapper().writeValueAsBytes(chart));
  }
}
