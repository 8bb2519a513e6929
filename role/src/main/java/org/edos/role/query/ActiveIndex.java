package org.edos.role.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Question;
import org.edos.core.query.TreePattern;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.index.IndexReader;

/**
 * An index whose documents answer with the results of their calls, too. A question is first asked
 * of the static documents, with all that calls may change left open; only for documents that remain
 * are calls made, and only those whose results the question asks for. Safe for use by many threads.
 */
final class ActiveIndex implements IndexReader {
  private final IndexReader index;
  private final Services services;
  private final Activation activation;
  private final Budget.Limits limits;

  ActiveIndex(IndexReader index, Services services, Activation activation, Budget.Limits limits) {
    this.index = index;
    this.services = services;
    this.activation = activation;
    this.limits = limits;
  }

  @Override
  public List<PublishedRelease> releases() {
    return index.releases();
  }

  @Override
  public Optional<SignedComposition> composition(ReleaseId release) {
    return index.composition(release);
  }

  @Override
  public Optional<Document> document(UnitId unit) {
    return index.document(unit);
  }

  @Override
  public Optional<Document> document(UnitId unit, Sha256 document) {
    return index.document(unit, document);
  }

  /**
   * A step of the answer: services to call, and what is known when they have answered.
   *
   * @param called names of the services called by then
   * @param known the pattern with what the others may change left open
   */
  record Stage(Set<String> called, TreePattern known) {}

  @Override
  public AnswerStream ask(Question question) {
    List<Services.Service> relevant = services.relevant(Mentions.of(question.pattern()));
    if (relevant.isEmpty()) {
      return index.ask(question);
    }
    TreePattern known = question.pattern().withoutElements(names(relevant));
    Question asked = new Question(known, question.sort(), question.after(), Question.MAX_LIMIT);
    AnswerStream candidates = index.ask(asked);
    try {
      requireFew(candidates.count().units(), relevant);
    } catch (EdosException tooMany) {
      candidates.close();
      throw tooMany;
    }
    return new ActiveAnswers(
        question, candidates, stages(question.pattern(), relevant), activation, new Budget(limits));
  }

  private void requireFew(long documents, List<Services.Service> relevant) {
    if (documents > limits.calls()) {
      throw EdosException.usage(
          "the question needs calls of %s for up to %,d documents, at most %,d may be asked about: add"
                  .formatted(
                      String.join(", ", relevant.stream().map(Services.Service::name).toList()),
                      documents,
                      limits.calls())
              + " conditions on what does not change, such as [name='bash'] or"
              + " [category='shells']");
    }
  }

  /** One service after the other, so that a later one need not be called for a lost document. */
  private static List<Stage> stages(TreePattern pattern, List<Services.Service> relevant) {
    List<Stage> stages = new ArrayList<>();
    Set<String> called = new HashSet<>();
    boolean apart = relevant.stream().allMatch(service -> service.signature().calls().isEmpty());
    for (int i = 0; i < relevant.size(); i++) {
      called.add(relevant.get(i).name());
      List<Services.Service> left = relevant.subList(i + 1, relevant.size());
      if (left.isEmpty()) {
        stages.add(new Stage(Set.copyOf(called), pattern));
      } else if (apart) {
        stages.add(new Stage(Set.copyOf(called), pattern.withoutElements(names(left))));
      }
    }
    return stages;
  }

  private static Set<String> names(List<Services.Service> services) {
    Set<String> names = new HashSet<>();
    services.forEach(service -> names.addAll(service.signature().names()));
    return names;
  }
}
