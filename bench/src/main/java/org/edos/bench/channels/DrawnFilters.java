package org.edos.bench.channels;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Field;
import org.edos.core.query.Words;

/**
 * Filters as subscribers have them, each made of what some package has: mostly names, then
 * requirements, words, sections, sizes, and combinations with OR and NOT.
 */
final class DrawnFilters {
  private static final Pattern WORD = Pattern.compile("[a-z]{6,20}");
  private static final Pattern PLAIN = Pattern.compile("[a-z0-9][a-z0-9.+-]*");

  private final List<DocumentFields> documents;
  private final Random random;

  DrawnFilters(List<DocumentFields> documents, Random random) {
    this.documents = documents;
    this.random = random;
  }

  /** The next filter, in the simple language. */
  String next() {
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5 -> "name:" + name();
      case 6, 7 -> "name:" + beginning() + "*";
      case 8, 9 -> "requires:" + of(Field.REQUIRES);
      case 10 -> "\"" + phrase() + "\"";
      case 11, 12 -> word() + " " + word();
      case 13, 14 -> word() + " section:" + of(Field.CATEGORY);
      case 15 -> "section:" + of(Field.CATEGORY) + " size<" + (1 + random.nextInt(200)) + "kB";
      case 16 -> "requires:" + of(Field.REQUIRES) + " section:" + of(Field.CATEGORY);
      case 17 -> "name:" + beginning() + "* NOT section:" + of(Field.CATEGORY);
      case 18 -> "name:" + name() + " OR name:" + name() + " OR requires:" + name();
      default -> "name:" + beginning() + "* arch:amd64 size>=" + random.nextInt(5_000) + "kB";
    };
  }

  private DocumentFields any() {
    return documents.get(random.nextInt(documents.size()));
  }

  private String name() {
    return of(Field.NAME);
  }

  private String beginning() {
    String name = name();
    return name.substring(0, Math.min(name.length(), 4 + random.nextInt(5)));
  }

  private String word() {
    return drawn(() -> one(Words.of(one(any().values(Field.SUMMARY)))), WORD);
  }

  private String phrase() {
    while (true) {
      List<String> words = Words.of(one(any().values(Field.SUMMARY)));
      if (words.size() > 2) {
        int first = random.nextInt(words.size() - 1);
        return words.get(first) + " " + words.get(first + 1);
      }
    }
  }

  private String of(Field field) {
    return drawn(() -> one(any().values(field)), PLAIN);
  }

  private interface Draw {
    String next();
  }

  private static String drawn(Draw draw, Pattern wanted) {
    while (true) {
      String text = draw.next();
      if (wanted.matcher(text).matches()) {
        return text;
      }
    }
  }

  /** One of these, or nothing of none. */
  private String one(List<String> of) {
    return of.isEmpty() ? "" : of.get(random.nextInt(of.size()));
  }
}
