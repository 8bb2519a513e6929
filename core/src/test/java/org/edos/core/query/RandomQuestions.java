package org.edos.core.query;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Draws questions in the simple language, each together with what it means in XQuery. */
final class RandomQuestions {
  /** What the XQuery of a question uses; tokens are cut by an expression of its own. */
  static final String FUNCTIONS =
      """
      declare function local:phrase(
          $texts as xs:string*, $words as xs:string*, $open as xs:boolean) as xs:boolean {
        some $text in $texts, $all in array { edos:words($text) },
            $start in 1 to array:size($all) - count($words) + 1
        satisfies every $i in 1 to count($words) satisfies
          if ($open and $i = count($words))
          then starts-with($all($start + $i - 1), $words[$i])
          else $all($start + $i - 1) = $words[$i]
      };
      declare function local:tokens($texts as xs:string*) as xs:string* {
        $texts ! tokenize(lower-case(.), '[\\s(),]+')[. != '']
      };
      """;

  private static final List<String> WHOLE =
      List.of("name", "arch", "format", "distribution", "category", "source", "path", "member");
  private static final List<String> TEXT = List.of("summary", "description", "maintainer");
  private static final List<String> RELATIONS =
      List.of("requires", "provides", "recommends", "conflicts", "breaks");
  private static final List<String> COMPARISONS = List.of("<", "<=", "=", ">=", ">");

  /** A question and its meaning, a condition on a unit's root element. */
  record Asked(String simple, String xquery) {}

  private final Map<String, List<String>> values;
  private final Random random;

  RandomQuestions(Map<String, List<String>> values, Random random) {
    this.values = values;
    this.random = random;
  }

  Asked draw(int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return leaf();
    }
    Asked one = draw(depth - 1);
    Asked two = draw(depth - 1);
    String both = "(" + one.xquery() + ") and (" + two.xquery() + ")";
    return switch (random.nextInt(7)) {
      case 0, 1 -> new Asked("(" + one.simple() + ") (" + two.simple() + ")", both);
      case 2 -> new Asked("(" + one.simple() + ") AND (" + two.simple() + ")", both);
      case 3, 4 ->
          new Asked(
              one.simple() + " OR " + two.simple(),
              "(" + one.xquery() + ") or (" + two.xquery() + ")");
      case 5 -> new Asked("NOT (" + one.simple() + ")", "not(" + one.xquery() + ")");
      default -> {
        // Without parentheses NOT binds its next part, then AND, then OR.
        Asked first = leaf();
        Asked second = leaf();
        Asked third = leaf();
        yield new Asked(
            "NOT " + first.simple() + " " + second.simple() + " OR " + third.simple(),
            "(not(%s) and %s) or %s".formatted(first.xquery(), second.xquery(), third.xquery()));
      }
    };
  }

  private Asked leaf() {
    return switch (random.nextInt(15)) {
      case 0, 1, 2 -> text("", "(name,summary,description)");
      case 3, 4 -> whole(one(WHOLE));
      case 5 -> whole(one(RELATIONS));
      case 6 -> whole("file");
      case 7 -> fieldText(one(TEXT));
      case 8, 9 -> number(one(List.of("size", "installed-size")));
      case 10 -> date();
      case 11 -> version();
      case 12 -> license();
      case 13 -> new Asked("kind:package", "local-name(.)='package'");
      default -> exact();
    };
  }

  private Asked fieldText(String field) {
    return text(field + ":", field);
  }

  private Asked text(String before, String paths) {
    String value = value(one(TEXT));
    List<String> words = new java.util.ArrayList<>(List.of(value.split("[^A-Za-z0-9]+")));
    words.removeIf(String::isEmpty);
    if (words.isEmpty()) {
      words.add("none");
    }
    int start = random.nextInt(words.size());
    int end = Math.min(words.size(), start + 1 + random.nextInt(3));
    boolean open = random.nextInt(3) == 0;
    List<String> wanted = new java.util.ArrayList<>(words.subList(start, end));
    if (open) {
      String last = wanted.getLast();
      wanted.set(wanted.size() - 1, last.substring(0, 1 + random.nextInt(last.length())));
    }
    String phrase = String.join(random.nextBoolean() ? " " : "-", wanted);
    String lower =
        wanted.stream()
            .map(word -> quoted(word.toLowerCase(Locale.ROOT)))
            .collect(Collectors.joining(","));
    return new Asked(
        before + '"' + phrase + '"' + (open ? "*" : ""),
        "local:phrase(%s!string(.),(%s),%s)".formatted(paths, lower, open + "()"));
  }

  private Asked whole(String field) {
    String value = value(field).toLowerCase(Locale.ROOT);
    boolean open = random.nextInt(3) == 0;
    String wanted = open ? value.substring(0, 1 + random.nextInt(value.length())) : value;
    String path = path(field);
    return new Asked(
        field + ":" + escaped(mixedCase(wanted)) + (open ? "*" : ""),
        open
            ? "(some $v in %s satisfies starts-with(lower-case($v),%s))"
                .formatted(path, quoted(wanted))
            : "%s!lower-case(.)=%s".formatted(path, quoted(wanted)));
  }

  private String mixedCase(String text) {
    boolean ascii = text.chars().allMatch(c -> c < 128);
    return ascii && random.nextBoolean() ? text.toUpperCase(Locale.ROOT) : text;
  }

  private Asked number(String field) {
    String comparison = one(COMPARISONS);
    long number = Long.parseLong(value(field));
    int form = random.nextInt(3);
    String written = form == 0 ? number + "" : form == 1 ? number / 1000 + "kB" : "1.5MiB";
    long meant = form == 0 ? number : form == 1 ? number / 1000 * 1000 : 1_572_864;
    return new Asked(
        field + comparison + written, "xs:integer(%s)%s%d".formatted(field, comparison, meant));
  }

  private Asked date() {
    String day = value("date").substring(0, random.nextBoolean() ? 10 : 4);
    LocalDate first = LocalDate.parse(day.length() == 4 ? day + "-01-01" : day);
    LocalDate after = day.length() == 4 ? first.plusYears(1) : first.plusDays(1);
    String from = "xs:dateTime('" + first + "T00:00:00Z')";
    String to = "xs:dateTime('" + after + "T00:00:00Z')";
    String comparison = one(COMPARISONS);
    String meant =
        switch (comparison) {
          case "<" -> "$d<" + from;
          case "<=" -> "$d<" + to;
          case "=" -> "$d>=" + from + " and $d<" + to;
          case ">=" -> "$d>=" + from;
          default -> "$d>=" + to;
        };
    return new Asked(
        "date" + comparison + day, "(some $d in date!xs:dateTime(.) satisfies (" + meant + "))");
  }

  private Asked version() {
    String version = value("version");
    String comparison = one(List.of("<", "<=", ":", ">=", ">"));
    return new Asked(
        "version" + comparison + escaped(version),
        comparison.equals(":")
            ? "version=" + quoted(version)
            : "edos:compare-versions(version,%s)%s0".formatted(quoted(version), comparison));
  }

  private Asked license() {
    List<String> tokens =
        Arrays.stream(value("license").split("[\\s(),]+")).filter(t -> !t.isEmpty()).toList();
    String token = tokens.isEmpty() ? "mit" : one(tokens);
    return new Asked(
        "license:" + escaped(token),
        "local:tokens(license)=" + quoted(token.toLowerCase(Locale.ROOT)));
  }

  private Asked exact() {
    String field = one(List.of("name", "summary", "requires", "file", "homepage", "id"));
    String value = value(field);
    String part = value.substring(0, 1 + random.nextInt(value.length()));
    String path = path(field);
    return switch (random.nextInt(3)) {
      case 0 -> new Asked(field + "==" + escaped(value), path + "=" + quoted(value));
      case 1 ->
          new Asked(
              field + "^=" + escaped(part),
              "(some $v in %s satisfies starts-with($v,%s))".formatted(path, quoted(part)));
      default -> {
        String inner = part.substring(random.nextInt(part.length()));
        yield new Asked(
            field + "*=" + escaped(inner),
            "(some $v in %s satisfies contains($v,%s))".formatted(path, quoted(inner)));
      }
    };
  }

  private static String path(String field) {
    if (RELATIONS.contains(field)) {
      return field + "/capability/@name";
    }
    return switch (field) {
      case "file" -> "files/file";
      case "id" -> "@id";
      default -> field;
    };
  }

  private String value(String field) {
    return one(values.getOrDefault(field, List.of("none")));
  }

  private static String escaped(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String quoted(String value) {
    return "'" + value.replace("&", "&amp;").replace("'", "''") + "'";
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
