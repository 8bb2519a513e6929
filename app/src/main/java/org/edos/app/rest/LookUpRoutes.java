package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.edos.actor.PeerQuestions;
import org.edos.core.EdosException;
import org.edos.core.attribute.Known;
import org.edos.core.attribute.Signature;
import org.edos.core.attribute.Template;
import org.edos.core.query.AnswerPage;
import org.edos.core.query.Cursor;
import org.edos.core.query.SortOrder;
import org.edos.core.unit.UnitId;

/** Looking units up by directories of attributes, and the attributes of units. */
final class LookUpRoutes implements Routes {
  private static final int USUAL = 20;
  private static final int AT_ONCE = 4;

  private static final Parameter.Text ID = Parameter.required("id", "the unit's id");

  private record LookUpRequest(
      String directory, Optional<String> sort, Optional<String> cursor, Optional<Integer> limit) {}

  /** Units that match; {@code next} is empty where there are no more. */
  private record Found(
      String directory,
      long total,
      boolean exact,
      List<QueryCall.ShortAnswer> answers,
      String next,
      double milliseconds) {}

  /** What is known in a kind; of one that is not known nothing is said. */
  private record Attributes(String kind, boolean known, List<String> attributes) {}

  private record Signed(UnitId id, List<Attributes> signature) {}

  private final PeerQuestions questions;
  private final Semaphore free = new Semaphore(AT_ONCE);

  LookUpRoutes(PeerQuestions questions) {
    this.questions = questions;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post(
                "/api/v1/lookup",
                "Units whose attributes match a directory, written as KIND: EXPRESSION on lines",
                Body.json(LookUpRequest.class),
                Body.json(Found.class),
                this::lookUp)
            .within(Within.READ),
        Route.get(
                "/api/v1/signature",
                "A unit's attributes of each kind",
                Body.json(Signed.class),
                this::signature)
            .asking(ID));
  }

  private void lookUp(Context ctx) throws IOException {
    long started = System.nanoTime();
    LookUpRequest request = Json.read(ctx, LookUpRequest.class);
    Template template = Template.parse(request.directory());
    AnswerPage page = lookUp(template, request);
    Json.send(
        ctx,
        new Found(
            template.toString(),
            page.count().units(),
            page.count().exact(),
            page.answers().stream().map(QueryRoutes::shortly).toList(),
            page.next().map(Cursor::toString).orElse(""),
            QueryRoutes.milliseconds(started)));
  }

  /** Looking at candidates is work, so only a few look at once. */
  private AnswerPage lookUp(Template template, LookUpRequest request) {
    if (!free.tryAcquire()) {
      throw EdosException.exhausted(
          AT_ONCE + " look-ups are at work here already; try again in a moment");
    }
    try {
      return questions
          .lookUp(
              template,
              request.sort().map(SortOrder::parse).orElse(SortOrder.BEST_FIRST),
              request.cursor().filter(text -> !text.isEmpty()).map(Cursor::parse),
              request.limit().orElse(USUAL))
          .page();
    } finally {
      free.release();
    }
  }

  private void signature(Context ctx) {
    Signature signature = questions.signature(UnitId.parse(ID.of(ctx)));
    Json.send(
        ctx, new Signed(signature.id(), signature.all().stream().map(LookUpRoutes::told).toList()));
  }

  private static Attributes told(Known<?> known) {
    return new Attributes(
        known.kind().toString(),
        !known.isUnknown(),
        known.list().stream().map(Object::toString).toList());
  }
}
