package org.edos.role.query;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.edos.core.EdosException;
import org.edos.core.active.ActiveDocument;
import org.edos.core.active.ActiveDocument.Standing;
import org.edos.core.active.CallOutcome;
import org.edos.core.active.KeptOutcome;
import org.edos.core.active.ServiceCall;
import org.edos.core.active.ServiceCall.Argument;
import org.edos.core.active.ServiceCall.Frequency;
import org.edos.core.active.ServiceResult;
import org.edos.core.metadata.Document;
import org.edos.core.unit.UnitId;

/**
 * Makes the calls that stand in documents, where no earlier result still holds, and those in their
 * results, until there are no more. Safe for use by many threads.
 */
final class Activation implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Activation.class.getName());

  /** Most calls made at a time. */
  private static final int MAX_TURNS = 8;

  private final Semaphore turns = new Semaphore(MAX_TURNS);
  private final Services services;
  private final KeptOutcomes kept;
  private final Clock clock;
  private final ExecutorService watched = Executors.newVirtualThreadPerTaskExecutor();

  Activation(Services services, KeptOutcomes kept, Clock clock) {
    this.services = services;
    this.kept = kept;
    this.clock = clock;
  }

  /**
   * A document after the calls of some services. What fails is a fault in the document.
   *
   * @param wanted which services to call; those that this peer does not know are wanted to be shown
   *     as such
   * @throws EdosException (exhausted) if the budget is used up
   */
  ActiveDocument activate(ActiveDocument document, Predicate<String> wanted, Budget budget) {
    ActiveDocument active = document;
    while (true) {
      List<Standing> pending =
          active.pending().stream().filter(next -> wanted.test(next.call().service())).toList();
      if (pending.isEmpty()) {
        return active;
      }
      for (Standing next : pending) {
        if (active.outcome(next.call()).isEmpty()) {
          active =
              active.with(
                  next.call(), outcome(document.document(), next.call(), next.by(), budget));
        }
      }
    }
  }

  /** The same, but when the budget is used up, that becomes a fault of the calls not made. */
  ActiveDocument activateWhatMayBe(ActiveDocument document, Budget budget) {
    ActiveDocument active = document;
    while (true) {
      List<Standing> pending = active.pending();
      if (pending.isEmpty()) {
        return active;
      }
      ServiceCall call = pending.get(0).call();
      CallOutcome outcome;
      try {
        outcome = outcome(document.document(), call, pending.get(0).by(), budget);
      } catch (EdosException usedUp) {
        outcome = CallOutcome.fault(usedUp.getMessage());
      }
      active = active.with(call, outcome);
    }
  }

  private CallOutcome outcome(
      Document document, ServiceCall call, Optional<String> by, Budget budget) {
    Optional<Services.Service> service = services.find(call.service());
    if (service.isEmpty()) {
      return CallOutcome.fault(services.unknown(call.service()));
    }
    if (by.isPresent() && !mayCall(by.get(), call.service())) {
      return CallOutcome.fault(
          "a result of the service '%s' may not call '%s': its signature does not say so"
              .formatted(by.get(), call.service()));
    }
    Optional<KeptOutcome> earlier = kept.find(document.id(), call);
    if (earlier.isPresent() && holds(earlier.get(), service.get())) {
      budget.useKept(call.service());
      return earlier.get().outcome();
    }
    budget.make(call.service());
    try {
      return make(document, call, service.get(), earlier, budget);
    } catch (EdosException failed) {
      if (budget.isUsedUp()) {
        throw failed;
      }
      return earlier
          .map(last -> last.outcome().stale(failed.getMessage()))
          .orElseGet(() -> CallOutcome.fault(failed.getMessage()));
    }
  }

  private boolean mayCall(String service, String other) {
    return services
        .find(service)
        .filter(known -> known.signature().calls().contains(other))
        .isPresent();
  }

  /** Whether an earlier result still holds; one from the future never does. */
  private boolean holds(KeptOutcome earlier, Services.Service service) {
    Instant now = clock.instant();
    if (earlier.call().frequency() instanceof Frequency.Once) {
      return true;
    }
    Duration usual =
        earlier.call().frequency() instanceof Frequency.Every every
            ? every.period()
            : service.signature().validity();
    Instant end = earlier.called().plus(earlier.call().validity().orElse(usual));
    return now.isBefore(end) && !now.isBefore(earlier.called());
  }

  private CallOutcome make(
      Document document,
      ServiceCall call,
      Services.Service service,
      Optional<KeptOutcome> earlier,
      Budget budget) {
    Map<String, String> arguments = new HashMap<>();
    for (ServiceCall.Parameter parameter : call.parameters()) {
      arguments.put(parameter.name(), value(document, parameter, budget));
    }
    Instant called = clock.instant();
    Services.Request request = new Services.Request(document, arguments, budget.deadline());
    List<ServiceResult> results = answer(service, request);
    requireSigned(service, results);
    CallOutcome outcome = CallOutcome.answered(called, results);
    budget.receive(outcome.length());
    if (earlier.isPresent()) {
      outcome = outcome.after(earlier.get().outcome(), call.mode());
    }
    kept.keep(new KeptOutcome(document.id(), call, called, outcome.results()));
    return outcome;
  }

  /** Waits for its turn, so that strangers' questions leave the machine to others, too. */
  private List<ServiceResult> answer(Services.Service service, Services.Request request) {
    try {
      if (!turns.tryAcquire(request.deadline().left().toNanos(), TimeUnit.NANOSECONDS)) {
        throw EdosException.exhausted("too many calls of services are being made; ask again later");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdosException.external("interrupted; ask again", e);
    }
    try {
      return service.watched() ? watch(service, request) : service.answering().answer(request);
    } finally {
      turns.release();
    }
  }

  private String value(Document document, ServiceCall.Parameter parameter, Budget budget) {
    return switch (parameter.argument()) {
      case Argument.Value value -> value.text();
      case Argument.Answered answered -> {
        CallOutcome outcome = outcome(document, answered.call(), Optional.empty(), budget);
        if (outcome.results().isEmpty()) {
          throw EdosException.external(
              "its parameter %s is what '%s' answers, which is nothing: %s"
                  .formatted(parameter.name(), answered.call().service(), outcome.fault()));
        }
        yield outcome.results().get(0).text();
      }
    };
  }

  /** Refuses what the service said it would never answer. */
  private static void requireSigned(Services.Service service, List<ServiceResult> results) {
    Signature signature = service.signature();
    long length = 0;
    for (ServiceResult result : results) {
      length += result.xml().length();
      boolean isCall = result.name().equals("axml:sc") && !signature.calls().isEmpty();
      if (!isCall && !signature.roots().contains(result.name())) {
        throw EdosException.refused(
            "the service '%s' answered <%s>, which its signature does not name"
                .formatted(service.name(), result.name()));
      }
    }
    if (length > ServiceResult.MAX_LENGTH || results.size() > CallOutcome.MAX_RESULTS) {
      throw EdosException.refused(
          "the service '%s' answered %,d elements of %,d characters; it may answer %,d of %,d"
              .formatted(
                  service.name(),
                  results.size(),
                  length,
                  CallOutcome.MAX_RESULTS,
                  ServiceResult.MAX_LENGTH));
    }
  }

  /** Runs a service that others registered, which may fail in any way or never end. */
  private List<ServiceResult> watch(Services.Service service, Services.Request request) {
    Future<List<ServiceResult>> answer =
        watched.submit(() -> List.copyOf(service.answering().answer(request)));
    try {
      return answer.get(request.deadline().left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof EdosException reason) {
        throw reason;
      }
      LOG.log(System.Logger.Level.WARNING, "service " + service.name() + " failed", failed);
      throw EdosException.external("the service '" + service.name() + "' failed", failed);
    } catch (TimeoutException late) {
      throw EdosException.external(
          "the service '" + service.name() + "' did not answer in time", late);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdosException.external("interrupted; ask again", e);
    } finally {
      answer.cancel(true);
    }
  }

  /**
   * Makes calls anew whose period is over: some now, the others the next time.
   *
   * @param document finds the documents, of which some may be gone
   * @return how many were made
   */
  int repeat(Function<UnitId, Optional<Document>> document, Budget budget) {
    List<KeptOutcome> due = new ArrayList<>(kept.repeated());
    due.removeIf(last -> !isDue(last));
    int made = 0;
    for (KeptOutcome last : due.subList(0, Math.min(due.size(), budget.limits().calls()))) {
      Optional<Document> found = document.apply(last.unit());
      Optional<Services.Service> service = services.find(last.call().service());
      if (found.isEmpty() || service.isEmpty()) {
        kept.forget(last);
        continue;
      }
      if (budget.isUsedUp()) {
        break;
      }
      made++;
      try {
        make(found.get(), last.call(), service.get(), Optional.of(last), budget);
      } catch (EdosException failed) {
        LOG.log(System.Logger.Level.DEBUG, "the last result stays: {0}", failed.getMessage());
      }
    }
    return made;
  }

  private boolean isDue(KeptOutcome last) {
    return last.call().frequency() instanceof Frequency.Every every
        && !clock.instant().isBefore(last.called().plus(every.period()));
  }

  @Override
  public void close() {
    watched.shutdownNow();
  }
}
