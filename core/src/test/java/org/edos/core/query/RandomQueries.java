package org.edos.core.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Random queries of every form, in normal form, over given values. */
final class RandomQueries {
  private RandomQueries() {}

  static Query query(Random random, List<String> values) {
    StringBuilder text = new StringBuilder();
    append(random, values, 3, text);
    return Query.parse(text.toString());
  }

  private static void append(Random random, List<String> values, int depth, StringBuilder text) {
    int form = depth == 0 ? random.nextInt(4) : random.nextInt(9);
    String value =
        values.get(random.nextInt(values.size())).replace("\\", "\\\\").replace("\"", "\\\"");
    switch (form) {
      case 0, 1 -> text.append('"').append(value).append('"').append(star(random));
      case 8 ->
          text.append(Field.values()[random.nextInt(Field.values().length)])
              .append(List.of("==", "*=", "^=").get(random.nextInt(3)))
              .append('"')
              .append(value)
              .append('"');
      case 2 -> {
        List<Field> fields =
            Stream.of(Field.values())
                .filter(f -> f.kind() != Field.Kind.NUMBER && f.kind() != Field.Kind.DATE)
                .toList();
        text.append(fields.get(random.nextInt(fields.size())))
            .append(":\"")
            .append(value)
            .append('"');
        text.append(star(random));
      }
      case 3 ->
          text.append("size")
              .append(List.of("<", "<=", ":", ">=", ">").get(random.nextInt(5)))
              .append(random.nextInt(100))
              .append("kB");
      case 4 -> {
        text.append("NOT (");
        append(random, values, depth - 1, text);
        text.append(')');
      }
      default -> {
        List<String> parts = new ArrayList<>();
        for (int i = random.nextInt(2) + 2; i > 0; i--) {
          StringBuilder part = new StringBuilder("(");
          append(random, values, depth - 1, part);
          parts.add(part.append(')').toString());
        }
        text.append(String.join(form < 6 ? " " : " OR ", parts));
      }
    }
  }

  private static String star(Random random) {
    return random.nextInt(4) == 0 ? "*" : "";
  }
}
