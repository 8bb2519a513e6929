package org.edos.core.query;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;

/**
 * What every query language compiles to: a pattern of a document with one return node. Immutable.
 *
 * @param condition what posting lists can decide; every document that matches satisfies it
 * @param structure what is to be checked on a document that does; nothing if the condition says all
 * @param answer the return node
 */
public record TreePattern(Query condition, Optional<Structure> structure, AnswerPath answer) {
  /** Every document. */
  public static final TreePattern ALL = of(new Query.All());

  /** The documents that satisfy a condition. */
  public static TreePattern of(Query condition) {
    return new TreePattern(condition, Optional.empty(), AnswerPath.DOCUMENT);
  }

  /**
   * Reads the simple language: see {@link Query#parse}.
   *
   * @throws EdosException (usage) if the text is malformed; the message shows the place
   */
  public static TreePattern parse(String simpleLanguage) {
    return of(Query.parse(simpleLanguage));
  }

  /**
   * Reads the XPath subset: a path from the document in {@code /} and {@code //} of names, {@code
   * *}, {@code @name}, {@code text()} and {@code .}, with predicates of {@code = != < <= > >=}
   * (numbers as numbers, texts character by character), {@code contains()}, {@code starts-with()},
   * {@code edos:compare-versions()}, {@code not()}, {@code and} and {@code or}. It means what XPath
   * 3.1 means, except that a value which is no number compares with none instead of being an error.
   *
   * @throws EdosException (usage) if the text is malformed or beyond the subset; the message shows
   *     the place
   */
  public static TreePattern xpath(String text) {
    XPath.Path path = new XPathParser(text).parse();
    return of(text, path, AnswerPath.of(path));
  }

  private static TreePattern of(String text, XPath.Path path, AnswerPath answer) {
    Approximation told = new XPathCompiler(text).compile(path);
    return new TreePattern(
        told.upper(), told.exact() ? Optional.empty() : Optional.of(new Structure(path)), answer);
  }

  /** Reads what {@link #toString()} wrote. */
  public static TreePattern canonical(String text) {
    return text.startsWith("/") ? xpath(text) : parse(text);
  }

  /** Whether a document matches. */
  public boolean matches(Document document) {
    return matches(document, DocumentFields.of(document));
  }

  /** Whether a document that was taken apart into these fields matches. */
  public boolean matches(Document document, DocumentFields fields) {
    if (fields.isRegular() || answer.path().isEmpty()) {
      return condition.matches(fields)
          && structure.map(exact -> exact.holds(document, fields)).orElse(true);
    }
    // Its fields do not tell everything, so the condition may not hold though the path does.
    return new Structure(answer.path().get()).holds(document, fields);
  }

  /**
   * The return nodes of a matching document, in document order: an element as XML, a text's or
   * attribute's value. None if the document itself is the answer.
   */
  public List<String> answers(Document document) {
    return answer.nodes(document);
  }

  /**
   * A pattern that matches whatever this one would match if these elements had any other content:
   * what may be asked of documents whose changing values are not there yet.
   *
   * @param elements names of elements, which are the names of fields for those that are some
   */
  public TreePattern withoutElements(Set<String> elements) {
    if (answer.path().isEmpty()) {
      return of(Relaxation.without(condition, elements));
    }
    return Loosening.path(answer.path().get(), elements)
        .map(path -> of(path.toString(), path, AnswerPath.documents(path)))
        .orElse(ALL);
  }

  /** The canonical text, which {@link #canonical} reads back. */
  @Override
  public String toString() {
    return answer.path().isPresent() ? answer.toString() : condition.toString();
  }
}
