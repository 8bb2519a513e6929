package org.edos.testkit;

import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Draws patterns of the XPath subset over the values that documents have, so that most of them have
 * answers: every operator and function, nested, with every form of return node. The same for the
 * same source of chance. Used by one thread.
 */
public final class RandomPatterns {
  private static final List<String> FLAT =
      List.of(
          "name",
          "version",
          "arch",
          "format",
          "distribution",
          "sha256",
          "category",
          "license",
          "summary",
          "description",
          "maintainer",
          "homepage",
          "source",
          "path");
  private static final List<String> NUMBERS = List.of("size", "installed-size");
  private static final List<String> RELATIONS =
      List.of("requires", "provides", "recommends", "suggests", "conflicts", "breaks", "replaces");
  private static final List<String> COMPARISONS = List.of("=", "!=", "<", "<=", ">", ">=");

  private final Map<String, List<String>> values;
  private final Random random;

  /**
   * Draws over these values.
   *
   * @param values by the field's name in documents; of relations the names of capabilities
   */
  public RandomPatterns(Map<String, List<String>> values, Random random) {
    this.values = Map.copyOf(values);
    this.random = random;
  }

  /** A path from the document. */
  public String xpath() {
    int depth = random.nextInt(3);
    StringBuilder path =
        new StringBuilder(
            one(List.of("/package", "/package", "/*", "//package", "//*", "/collection")));
    for (int i = random.nextInt(5) / 2; i > 0; i--) {
      path.append('[').append(ofUnit(depth)).append(']');
    }
    if (random.nextInt(3) == 0) {
      path.append(returned());
    }
    return path.toString();
  }

  private String returned() {
    return switch (random.nextInt(14)) {
      case 0 -> "/" + one(FLAT);
      case 1 -> "//capability/@name";
      case 2 -> "/" + one(RELATIONS) + "/capability[" + ofCapability(1) + "]";
      case 3 -> "/files/file[" + ofText("file", 1) + "]";
      case 4 -> "/" + one(FLAT) + "/text()";
      case 5 -> "/@id";
      case 6 -> "/*[" + ofText(one(FLAT), 1) + "]";
      case 7 -> "//@" + one(List.of("name", "op", "version", "*", "methodName"));
      case 8 -> "//file";
      case 9 -> "//*[@" + one(List.of("op", "version", "name", "id")) + "]";
      case 10 -> "/" + one(RELATIONS) + "[" + ofRelation(1) + "]";
      case 11 -> "//capability[" + ofCapability(1) + "]/@" + one(List.of("version", "name", "op"));
      case 12 -> "/member[" + ofText("member", 1) + "]";
      default -> "//" + one(FLAT) + "[" + ofText(one(FLAT), 0) + "]/.";
    };
  }

  /** A condition on a unit's root element. */
  private String ofUnit(int depth) {
    if (depth > 0) {
      String first = ofUnit(depth - 1);
      switch (random.nextInt(8)) {
        case 0, 1:
          return "(" + first + ") and (" + ofUnit(depth - 1) + ")";
        case 2, 3:
          return first + one(List.of(" or ", " and ")) + ofUnit(depth - 1);
        case 4:
          return "not(" + first + ")";
        case 5:
          return "(" + first + " or " + ofUnit(depth - 1) + ") and not(" + ofUnit(0) + ")";
        default:
          return first;
      }
    }
    String field = one(FLAT);
    String relation = one(RELATIONS);
    return switch (random.nextInt(24)) {
      case 0, 1 -> compared(field, "=", quoted(value(field)));
      case 2 -> compared(field, one(COMPARISONS), quoted(value(field)));
      case 3, 4 -> ofNumber();
      case 5, 6 -> one(List.of("contains(", "starts-with(")) + function(field);
      case 7 -> compared(relation + "/capability/@name", "=", quoted(value(relation)));
      case 8 -> relation + "[" + ofRelation(1) + "]";
      case 9 -> ".//capability[" + ofCapability(1) + "]";
      case 10 -> compared(".//@" + one(List.of("name", "version")), "=", quoted(value(relation)));
      case 11 -> compared("files/file", one(COMPARISONS), quoted(value("file")));
      case 12 -> "files/file[" + ofText("file", 1) + "]";
      case 13 -> one(List.of(field, relation, relation + "/capability/@op", "files", "@id"));
      case 14 -> field + "/text()=" + quoted(value(field));
      case 15, 16 -> ofVersion("version", value("version"));
      case 17 -> compared(one(List.of("*", ".//*")), one(COMPARISONS), quoted(value(field)));
      case 18 -> compared(field, one(COMPARISONS), one(List.of("source", "name", ".//@name")));
      case 19 -> compared("date", one(COMPARISONS), quoted(day()));
      case 20 -> relation + "/capability[" + ofCapability(1) + "]/@" + one(List.of("op", "name"));
      case 21 -> compared("member", one(List.of("=", "!=")), quoted(value("member")));
      case 22 -> "contains(@id," + quoted(part(value("name"))) + ")";
      default -> field + "[" + ofText(field, 1) + "]";
    };
  }

  private String ofNumber() {
    String field = one(NUMBERS);
    String number = value(field);
    String written =
        switch (random.nextInt(6)) {
          case 0 -> number + ".5";
          case 1 -> number + ".0";
          case 2 -> number.charAt(0) + "e" + (number.length() - 1);
          case 3 -> "-1";
          default -> number;
        };
    return random.nextInt(5) == 0
        ? compared(field, one(COMPARISONS), quoted(number))
        : compared(field, one(COMPARISONS), written);
  }

  private String ofRelation(int depth) {
    return switch (random.nextInt(4)) {
      case 0 -> "capability/@name=" + quoted(value(one(RELATIONS)));
      case 1 -> "capability[" + ofCapability(depth) + "] and not(capability/@op)";
      case 2 -> "capability[" + ofCapability(depth) + "][" + ofCapability(0) + "]";
      default -> "capability[" + ofCapability(depth) + "]";
    };
  }

  private String ofCapability(int depth) {
    String name = value(one(RELATIONS));
    if (depth > 0 && random.nextBoolean()) {
      String other = ofCapability(depth - 1);
      return switch (random.nextInt(3)) {
        case 0 -> ofCapability(depth - 1) + " and " + other;
        case 1 -> ofCapability(depth - 1) + " or " + other;
        default -> "not(" + other + ")";
      };
    }
    return switch (random.nextInt(6)) {
      case 0 -> "@op=" + quoted(one(List.of(">=", "=", "<", "<=")));
      case 1 -> "contains(@name," + quoted(part(name)) + ")";
      case 2 -> compared("@version", one(COMPARISONS), quoted(value("version")));
      case 3 -> ofVersion("@version", value("version"));
      case 4 -> "starts-with(@name," + quoted(begin(name)) + ")";
      default -> compared("@name", one(COMPARISONS), quoted(name));
    };
  }

  private String ofText(String field, int depth) {
    String value = value(field);
    if (depth > 0 && random.nextInt(3) == 0) {
      String parts = ofText(field, 0) + one(List.of(" and ", " or ")) + ofText(field, 0);
      return random.nextBoolean() ? parts : "not(" + parts + ")";
    }
    return switch (random.nextInt(5)) {
      case 0 -> compared(".", one(COMPARISONS), quoted(value));
      case 1 -> "contains(.," + quoted(part(value)) + ")";
      case 2 -> "starts-with(text()," + quoted(begin(value)) + ")";
      case 3 -> "text()=" + quoted(value);
      default -> "starts-with(.," + quoted(begin(value)) + ")";
    };
  }

  private String ofVersion(String path, String version) {
    return "edos:compare-versions(%s,%s)%s%d"
        .formatted(path, quoted(version), one(COMPARISONS), random.nextInt(3) - 1);
  }

  private String function(String field) {
    String value = value(field);
    return field + "," + quoted(random.nextBoolean() ? part(value) : begin(value)) + ")";
  }

  private String compared(String left, String comparison, String right) {
    boolean turned = random.nextInt(6) == 0;
    String space = random.nextInt(4) == 0 ? " " : "";
    return (turned ? right : left) + space + comparison + space + (turned ? left : right);
  }

  private String day() {
    String date = value("date");
    return date.substring(0, Math.min(date.length(), one(List.of(4, 7, 10, 20))));
  }

  private String value(String field) {
    List<String> known = values.getOrDefault(field, List.of());
    return known.isEmpty() ? "none" : one(known);
  }

  private String part(String value) {
    if (value.isEmpty()) {
      return "none";
    }
    int from = random.nextInt(value.length());
    return value.substring(from, Math.min(value.length(), from + 1 + random.nextInt(6)));
  }

  private String begin(String value) {
    return value.substring(0, Math.min(value.length(), 1 + random.nextInt(8)));
  }

  private static String quoted(String value) {
    String quote = value.indexOf('\'') < 0 ? "'" : "\"";
    return quote + value.replace(quote, quote + quote) + quote;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
