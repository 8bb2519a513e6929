package org.edos.bench.index;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edos.core.query.AnswerPage;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Explanation;
import org.edos.core.query.Query;
import org.edos.core.query.Question;
import org.edos.core.query.TreePattern;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.Sha256;
import org.edos.physical.grid.GridConfig;
import org.edos.physical.grid.GridNode;
import org.edos.physical.index.MetadataIndex;
import org.edos.physical.index.grid.GridIndex;

/** Edos's index on a node of the indexing network. A question is read from its text each time. */
final class EdosSubject implements Subject {
  private final GridNode node;
  private MetadataIndex index;
  private Optional<ReleaseId> loaded = Optional.empty();
  private int loads;

  EdosSubject(GridConfig config) {
    this.node = GridNode.open(config);
    this.index = new GridIndex(node);
  }

  @Override
  public void load(Documents documents) throws IOException {
    ReleaseId id = ReleaseId.parse("bench@" + ++loads);
    PublishedRelease release =
        new PublishedRelease(
            id,
            loads,
            Instant.now(),
            Instant.now(),
            PackageFormat.DEB,
            0,
            0,
            0,
            Sha256.of(new byte[0]));
    try (MetadataIndex.Publication publication = index.open(id)) {
      documents.forEach(publication::add);
      publication.commit(release, new SignedComposition(new byte[100], "bench", "bench"));
    }
    loaded = Optional.of(id);
  }

  @Override
  public void clear() {
    loaded.ifPresent(index::unpublish);
    loaded = Optional.empty();
  }

  @Override
  public Asking asking(Query question) {
    String text = question.toString();
    return new Asking() {
      private Explanation last = Explanation.NOTHING;

      @Override
      public long count() {
        AnswerPage page = index.ask(Question.of(TreePattern.parse(text), PAGE)).page();
        last = page.explanation();
        return page.count().units();
      }

      @Override
      public boolean first() {
        try (AnswerStream answers = index.ask(Question.of(TreePattern.parse(text), PAGE))) {
          return answers.hasNext() && answers.next().document().xml().length > 0;
        }
      }

      @Override
      public List<String> all() {
        List<String> ids = new ArrayList<>();
        Question next = Question.of(TreePattern.parse(text), Question.MAX_LIMIT);
        for (AnswerPage page = index.ask(next).page(); ; page = index.ask(next).page()) {
          page.answers().forEach(answer -> ids.add(answer.document().id().toString()));
          if (page.next().isEmpty()) {
            return ids;
          }
          next = next.from(page.next().get());
        }
      }

      @Override
      public long roundTrips() {
        return last.index().roundTrips() + last.retrieval().roundTrips();
      }
    };
  }

  @Override
  public void cool() {
    index.close();
    index = new GridIndex(node);
    // What is visible is known on every node; questions begin after it was looked at.
    index.releases();
  }

  @Override
  public long members() {
    return node.nodes().stream().filter(m -> m.online() && m.inBaseline()).count();
  }

  @Override
  public String seed() {
    return node.seed();
  }

  @Override
  public void close() {
    index.close();
    node.close();
  }
}
