package org.edos.physical.grid;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.edos.core.metadata.Document;
import org.edos.core.query.Answer;
import org.edos.core.query.Question;
import org.edos.core.query.Sort;
import org.edos.core.query.SortOrder;
import org.edos.core.query.TreePattern;
import org.edos.core.unit.Sha256;
import org.edos.physical.index.IndexReader;
import org.edos.physical.index.IndexedReleases;

/** A fixed set of questions over made documents, whose answers are compared whole. */
final class FixedQuestions {
  private static final List<String> WORDS =
      List.of(
          "web", "server", "client", "fast", "editor", "tools", "python", "image", "sound", "mail");
  private static final List<String> QUERIES =
      List.of(
          "web",
          "web server",
          "fast OR mail",
          "NOT web",
          "name:unit1*",
          "\"mail client\"",
          "editor size>100 sound",
          "version>=2 tools",
          "python image fast",
          "summary:ed*");

  private FixedQuestions() {}

  /** Made documents, the same for the same seed. */
  static List<Document> documents(long seed, int count) {
    Random random = new Random(seed);
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String summary =
          random
              .ints(4, 0, WORDS.size())
              .mapToObj(WORDS::get)
              .collect(Collectors.joining(" ", "seed" + seed + " ", ""));
      documents.add(IndexedReleases.deb("unit" + i, random.nextInt(4) + "." + seed, summary));
    }
    return documents;
  }

  /** The visible releases, and every answer of every question as one hash each. */
  static String answers(IndexReader index) {
    StringBuilder all = new StringBuilder(releases(index));
    for (String query : QUERIES) {
      all.append(" | ").append(query).append(" = ").append(answers(index, query));
    }
    return all.append(" | every = ").append(hash(every(index))).toString();
  }

  static String releases(IndexReader index) {
    return index.releases().stream()
        .map(release -> release.id() + "#" + release.number())
        .collect(Collectors.joining(" "));
  }

  /** The answers of one question. */
  static String one(IndexReader index, int number) {
    return answers(index, QUERIES.get(number));
  }

  static int questions() {
    return QUERIES.size();
  }

  /** Counts are left out: an index may tell at most how many there are. */
  private static String answers(IndexReader index, String query) {
    return hash(index.ask(Question.of(TreePattern.parse(query), 500)).page().answers());
  }

  private static List<Answer> every(IndexReader index) {
    Question question =
        new Question(TreePattern.ALL, new SortOrder(Sort.NAME, false), Optional.empty(), 10_000);
    return index.ask(question).page().answers();
  }

  private static String hash(List<Answer> answers) {
    return answers.size()
        + "/"
        + Sha256.of(
                answers.stream()
                    .map(answer -> new String(answer.document().xml(), UTF_8))
                    .collect(Collectors.joining("\n"))
                    .getBytes(UTF_8))
            .hex()
            .substring(0, 16);
  }
}
