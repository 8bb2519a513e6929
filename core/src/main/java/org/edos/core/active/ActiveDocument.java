package org.edos.core.active;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.XmlWriter;

/**
 * A static document and what came of its calls. The document is never changed: results stand behind
 * their calls, as siblings, in a copy that is written on demand. Immutable.
 */
public final class ActiveDocument {
  /** Largest copy with results, in characters beyond those of the static document. */
  public static final int MAX_GROWTH = 4 << 20;

  /** Deepest nesting of calls in results of calls. */
  public static final int MAX_DEPTH = 4;

  private static final Sink NOWHERE = (text, from, to) -> {};

  private final Document document;
  private final Piece piece;
  private final Map<ServiceCall, CallOutcome> outcomes;

  private ActiveDocument(Document document, Piece piece, Map<ServiceCall, CallOutcome> outcomes) {
    this.document = document;
    this.piece = piece;
    this.outcomes = outcomes;
  }

  /**
   * A call in a document or in the results of another.
   *
   * @param call the call
   * @param depth 0 in the static document, 1 in the results of its calls, and so on
   * @param by the service in whose result it stands; empty in the static document
   */
  public record Standing(ServiceCall call, int depth, Optional<String> by) {}

  /** A document none of whose calls has been made; it is one that its reader found well-formed. */
  public static ActiveDocument of(Document document) {
    return new ActiveDocument(document, Piece.of(new String(document.xml(), UTF_8)), Map.of());
  }

  /** The static document. */
  public Document document() {
    return document;
  }

  /**
   * The same with what came of a call. A result that would let the document grow beyond {@link
   * #MAX_GROWTH} becomes a fault.
   */
  public ActiveDocument with(ServiceCall call, CallOutcome outcome) {
    ActiveDocument next = and(call, outcome);
    try {
      next.new Writing(NOWHERE).whole();
      return next;
    } catch (EdosException tooLarge) {
      return and(call, CallOutcome.fault(tooLarge.getMessage()));
    }
  }

  private ActiveDocument and(ServiceCall call, CallOutcome outcome) {
    Map<ServiceCall, CallOutcome> more = new LinkedHashMap<>(outcomes);
    more.put(call, outcome);
    return new ActiveDocument(document, piece, more);
  }

  /** What came of a call, if it was made. */
  public Optional<CallOutcome> outcome(ServiceCall call) {
    return Optional.ofNullable(outcomes.get(call));
  }

  /** What came of all calls that were made, in the order in which they were. */
  public Map<ServiceCall, CallOutcome> outcomes() {
    return Collections.unmodifiableMap(outcomes);
  }

  /**
   * The well-formed calls that have not been made and may be: those in the document, and those in
   * results, unless they stand deeper than {@link #MAX_DEPTH} or within results of their own.
   */
  public List<Standing> pending() {
    Writing writing = new Writing(NOWHERE);
    writing.whole();
    return List.copyOf(writing.pending);
  }

  /** The copy with results, equal to the static document if no call was made. */
  public Document withResults() {
    StringBuilder written = new StringBuilder(piece.text().length() + 1024);
    new Writing(written::append).whole();
    return new Document(document.id(), written.toString().getBytes(UTF_8));
  }

  /** Where parts of texts go. */
  private interface Sink {
    void add(CharSequence text, int from, int to);
  }

  /** One pass over the document and the results in it, bounded in what it writes. */
  private final class Writing {
    private final Sink sink;
    private final long limit = (long) piece.text().length() + MAX_GROWTH;
    private final Deque<ServiceCall> within = new ArrayDeque<>();
    private final List<Standing> pending = new ArrayList<>();
    private long written;

    Writing(Sink sink) {
      this.sink = sink;
    }

    void whole() {
      write(piece);
    }

    private void write(Piece part) {
      int from = 0;
      for (Piece.Place place : part.calls()) {
        write(part.text(), from, place.span().start());
        String element = place.span().in(part.text());
        place
            .call()
            .ifPresentOrElse(
                call -> call(call, element),
                () -> {
                  write(element);
                  fault("", place.problem());
                });
        from = place.span().end();
      }
      write(part.text(), from, part.text().length());
    }

    private void call(ServiceCall call, String element) {
      CallOutcome outcome = outcomes.get(call);
      String hindrance = hindrance(call);
      if (!hindrance.isEmpty()) {
        write(element);
        fault(call.service(), hindrance);
      } else if (outcome == null) {
        write(element);
        pending.add(
            new Standing(
                call, within.size(), Optional.ofNullable(within.peek()).map(ServiceCall::service)));
      } else {
        answered(call, element, outcome);
      }
    }

    private String hindrance(ServiceCall call) {
      if (within.contains(call)) {
        return "this call stands in its own result and is not made again";
      }
      return within.size() > MAX_DEPTH
          ? "calls in results of calls are made to a depth of " + MAX_DEPTH
          : "";
    }

    private void answered(ServiceCall call, String element, CallOutcome outcome) {
      write(outcome.called().map(time -> call.element(time.toString())).orElse(element));
      if (!outcome.fault().isEmpty()) {
        fault(call.service(), outcome.fault());
      }
      within.push(call);
      outcome.results().forEach(result -> write(result.piece()));
      within.pop();
    }

    private void fault(String service, String reason) {
      write(
          Wrapped.element(
              XmlWriter.bytes(xml ->
                  xml.start(Wrapped.PREFIX + ":fault")
                      .attributeIfAny("methodName", service)
                      .text(reason)
                      .end())));
    }

    private void write(String part) {
      write(part, 0, part.length());
    }

    private void write(String part, int from, int to) {
      written += to - from;
      if (written > limit) {
        throw EdosException.exhausted(
            "the results of the calls of %s have more than %,d characters together; ask for one"
                    .formatted(document.id(), MAX_GROWTH)
                + " of them by an XPath query");
      }
      sink.add(part, from, to);
    }
  }

  /** The moment of the oldest result that stands in the document; empty if there is none. */
  public Optional<Instant> oldest() {
    return outcomes.values().stream()
        .flatMap(outcome -> outcome.called().stream())
        .min(Instant::compareTo);
  }
}
