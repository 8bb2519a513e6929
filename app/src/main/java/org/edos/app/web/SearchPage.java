package org.edos.app.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.edos.app.rest.Route;
import org.edos.core.EdosException;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Field;
import org.edos.core.query.Query;
import org.edos.core.query.Question;
import org.edos.core.query.Sort;
import org.edos.core.query.SortOrder;
import org.edos.core.query.TreePattern;

/** Where units are searched for. The answers are sent as they are found. */
final class SearchPage implements Page {
  private static final int SUGGESTED = 10;
  private static final int LOOKED_AT = 60;
  private static final int SHORTEST = 2;
  private static final int TRIES = 6;

  private final Site site;

  SearchPage(Site site) {
    this.site = site;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        site.page("/search", "Where units are searched for", this::page),
        site.part("/fragments/search", "Further answers of a search", this::more),
        site.part("/fragments/facets", "How the answers of a search divide", this::facets),
        site.part("/fragments/unfound", "What may have been meant", this::unfound),
        site.part("/fragments/suggestions", "Names that begin so", this::suggestions));
  }

  private void page(Context ctx) throws IOException {
    SearchForm form = SearchForm.of(ctx);
    site.stream(
        ctx,
        "search.jte",
        site.frame(ctx, "Search", Place.SEARCH),
        "view",
        flush -> new SearchAnswers(form, site.peer().questions(), flush),
        Map.of());
  }

  private void more(Context ctx) {
    SearchForm form = SearchForm.of(ctx);
    try (SearchAnswers answers = new SearchAnswers(form, site.peer().questions(), () -> {})) {
      site.sendPart(
          ctx,
          "tag/answers.jte",
          Map.of("view", answers, "mayGet", site.visit(ctx).mayAdminister()));
    }
  }

  private void facets(Context ctx) {
    SearchForm form = SearchForm.of(ctx);
    try {
      Facets facets = Facets.of(form, site.peer().questions());
      site.sendPart(ctx, "tag/facets.jte", Map.of("view", facets));
    } catch (EdosException e) {
      site.sendPart(ctx, "tag/problem.jte", Map.of("text", Site.sentence(e)));
    }
  }

  private void suggestions(Context ctx) {
    site.sendPart(ctx, "tag/suggestions.jte", Map.of("names", names(Site.query(ctx, "prefix"))));
  }

  /** Names that begin like a word of the search, the more of it the better. */
  private void unfound(Context ctx) {
    String word =
        org.edos.core.query.Words.of(Site.query(ctx, "q")).stream()
            .max(Comparator.comparingInt(String::length))
            .orElse("");
    List<String> names = List.of();
    for (int length = word.length();
        names.isEmpty() && length > SHORTEST && length > word.length() - TRIES;
        length--) {
      names = names(word.substring(0, length));
    }
    site.sendPart(ctx, "tag/unfound.jte", Map.of("names", names));
  }

  /** Names of packages that begin so; none while whoever is asked is away. */
  private List<String> names(String prefix) {
    if (prefix.length() < SHORTEST || prefix.length() > SearchForm.LONGEST_VALUE) {
      return List.of();
    }
    Query condition =
        Query.and(
            List.of(
                new Query.Has(Field.KIND, "package", false),
                new Query.Has(Field.NAME, org.edos.core.query.Words.fold(prefix), true)));
    Question question =
        Question.of(TreePattern.of(condition), LOOKED_AT).in(new SortOrder(Sort.NAME, false));
    try (AnswerStream answers = site.peer().questions().ask(question)) {
      return answers.page().documents().stream()
          .map(document -> document.id().name())
          .distinct()
          .limit(SUGGESTED)
          .toList();
    } catch (EdosException e) {
      return List.of();
    }
  }
}
