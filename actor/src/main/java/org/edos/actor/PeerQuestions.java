package org.edos.actor;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.attribute.Signature;
import org.edos.core.attribute.Template;
import org.edos.core.dependency.Surroundings;
import org.edos.core.metadata.Document;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Cursor;
import org.edos.core.query.Question;
import org.edos.core.query.SortOrder;
import org.edos.core.query.TreePattern;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.location.LocationIndex;
import org.edos.physical.xquery.QueryEngine;
import org.edos.role.query.Querying;
import org.edos.role.query.Services;
import org.edos.role.query.View;

/**
 * Questions that a peer answers: what units there are, what is known of them, and who holds them.
 * Safe for use by many threads.
 */
public final class PeerQuestions {
  private final Querying querying;
  private final LocationIndex locations;
  private final QueryEngine xquery;
  private final PeerChecks checks;

  PeerQuestions(Querying querying, LocationIndex locations, QueryEngine xquery, PeerChecks checks) {
    this.checks = checks;
    this.querying = querying;
    this.locations = locations;
    this.xquery = xquery;
  }

  /** Whether releases can be installed. */
  public PeerChecks checks() {
    return checks;
  }

  /** The units that match, to be read one after the other and closed. */
  public AnswerStream ask(Question question) {
    return querying.ask(question);
  }

  /**
   * The units whose signatures match a template, to be read one after the other and closed; see
   * {@link Querying#lookUp}.
   *
   * @throws EdosException (usage) if the limit or the cursor is not for this order
   */
  public AnswerStream lookUp(Template template, SortOrder sort, Optional<Cursor> after, int limit) {
    return querying.lookUp(template, sort, after, limit);
  }

  /**
   * What a unit is, as attributes.
   *
   * @throws EdosException (not found) if no release has the unit
   */
  public Signature signature(UnitId unit) {
    return querying.signature(unit);
  }

  /**
   * Evaluates an XQuery over the documents that a pattern selects.
   *
   * @throws EdosException usage if the program is wrong; exhausted if it selects more than {@value
   *     Question#MAX_LIMIT} documents, takes too long or gives too much
   */
  public XQueryResult xquery(TreePattern pattern, String program) {
    List<Document> documents = new ArrayList<>();
    try (AnswerStream answers = ask(Question.of(pattern, Question.MAX_LIMIT))) {
      answers.forEachRemaining(answer -> documents.add(answer.document()));
      if (answers.cursor().isPresent()) {
        throw EdosException.exhausted(
            "the query selects more than "
                + Question.MAX_LIMIT
                + " documents; narrow it before the XQuery looks at them");
      }
    }
    return new XQueryResult(documents.size(), xquery.evaluate(program, documents));
  }

  /**
   * A unit's document.
   *
   * @throws EdosException (not found) if no release has the unit
   */
  public Document show(UnitId unit) {
    return querying.show(unit);
  }

  /**
   * The document of a unit that has this SHA-256, as a composition names it.
   *
   * @throws EdosException (not found) if no release describes the unit so
   */
  public Document show(UnitId unit, Sha256 document) {
    return querying.show(unit, document);
  }

  /**
   * A unit's document, as it is signed or with what the services answer that it calls.
   *
   * @throws EdosException (not found) if no release has the unit
   */
  public Document show(UnitId unit, boolean results) {
    return querying.show(unit, results ? View.RESULTS : View.CALLS);
  }

  /**
   * What stands around a package: what it asks for and who is that, and who requires it.
   *
   * @throws EdosException not found if no release has it; usage if it is no package; exhausted if
   *     that takes too long
   */
  public Surroundings surroundings(UnitId unit) {
    return querying.surroundings(unit);
  }

  /**
   * The releases with this document, the oldest first, of the newest whose compositions are at
   * hand; asks nobody.
   */
  public List<ReleaseId> releasesWith(Document document) {
    return querying.releasesWith(document);
  }

  /** The services that documents may call; others may be added. */
  public Services services() {
    return querying.services();
  }

  /** The peers that say they hold these contents; contents that nobody holds are left out. */
  public Map<Sha256, Set<URI>> locate(Collection<Sha256> contents) {
    return locations.locate(contents);
  }

  /** The peers that say they hold a unit's contents. */
  public Map<Sha256, Set<URI>> locate(UnitId unit) {
    return querying.locate(unit);
  }

  /** Notes that another peer holds these contents. */
  public void announceLocations(URI peer, Collection<Sha256> contents) {
    locations.announce(peer, contents);
  }

  /** Notes that another peer holds these contents no longer. */
  public void withdrawLocations(URI peer, Collection<Sha256> contents) {
    locations.withdraw(peer, contents);
  }
}
