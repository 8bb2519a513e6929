package org.edos.app.web;

import io.javalin.http.Context;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.edos.app.machine.Examination;
import org.edos.app.machine.Examination.Check;
import org.edos.app.rest.Route;
import org.edos.core.network.Scope;

/** Whether the daemon and its machine are in order, and what to do where they are not. */
public final class DoctorPage implements Page {
  private static final Duration FRESH = Duration.ofSeconds(30);

  private final Site site;

  /** One examination at a time; it asks other machines, which takes seconds. */
  private final ReentrantLock examining = new ReentrantLock();

  private volatile Optional<DoctorView> last = Optional.empty();

  /**
   * What was found.
   *
   * @param at when
   * @param checks the worst first
   */
  public record DoctorView(Instant at, List<Check> checks) {
    /** What there is to say of all of it. */
    public String summary() {
      long failed = number(Examination.State.FAIL);
      long warned = number(Examination.State.WARN);
      if (failed + warned == 0) {
        return "All is in order.";
      }
      String failures = failed == 0 ? "" : Words.count(failed, "check") + " failed";
      String warnings = warned == 0 ? "" : Words.count(warned, "warning");
      return failures + (failed > 0 && warned > 0 ? ", " : "") + warnings + ".";
    }

    private long number(Examination.State state) {
      return checks.stream().filter(check -> check.state() == state).count();
    }
  }

  DoctorPage(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        site.page("/doctor", "Whether all is in order", new Scope.Read(), this::page),
        site.part(
            "/fragments/doctor",
            "What the checks find now",
            new Scope.Read(),
            ctx ->
                site.sendPart(
                    ctx,
                    "tag/checks.jte",
                    Map.of("view", examined(), "now", site.clock().instant()))));
  }

  /** Without scripts, the checks are made before the page is shown. */
  private void page(Context ctx) {
    Optional<DoctorView> view =
        Site.query(ctx, "now").isEmpty()
            ? last.filter(known -> known.at().plus(FRESH).isAfter(site.clock().instant()))
            : Optional.of(examined());
    site.send(ctx, "doctor.jte", "Doctor", Place.DOCTOR, Map.of("view", view));
  }

  private DoctorView examined() {
    Instant asked = site.clock().instant();
    examining.lock();
    try {
      Optional<DoctorView> meanwhile = last.filter(known -> known.at().isAfter(asked));
      if (meanwhile.isPresent()) {
        return meanwhile.get();
      }
      List<Check> checks =
          new Examination(site.parts().home(), Path.of("/"), System.getenv())
              .all().stream().sorted(Comparator.comparing(Check::state).reversed()).toList();
      DoctorView found = new DoctorView(site.clock().instant(), checks);
      last = Optional.of(found);
      return found;
    } finally {
      examining.unlock();
    }
  }
}
