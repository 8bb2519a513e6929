package org.edos.app.web;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.query.Cursor;
import org.edos.core.query.Field;
import org.edos.core.query.Query;
import org.edos.core.query.Question;
import org.edos.core.query.SortOrder;
import org.edos.core.query.TreePattern;

/**
 * What is searched for: a text in one of the languages, and what the form's fields say besides.
 *
 * @param text in the simple language, or XPath
 * @param xpath whether it is XPath, beside which the fields say nothing
 * @param values of the fields that are filled, by their parameters
 * @param sort the order's name
 * @param place after which the answers begin, as the page before gave it; empty for the beginning
 */
public record SearchForm(
    String text, boolean xpath, Map<String, String> values, String sort, String place) {
  /** Answers that come at once; more follow on demand. */
  static final int ANSWERS = 50;

  /** Longest value of a field, in characters. */
  public static final int LONGEST_VALUE = 300;

  private static final String ANY_FIELD = "field";
  private static final String ANY_VALUE = "value";
  private static final Pattern COMPARED = Pattern.compile("(<=|>=|<|>|=)\\s*(.+)");
  private static final Set<Field.Kind> ORDERED =
      EnumSet.of(Field.Kind.NUMBER, Field.Kind.DATE, Field.Kind.VERSION);
  private static final Pattern PLAIN = Pattern.compile("[^\\s()\"*\\\\]+");

  /**
   * A field of the form.
   *
   * @param parameter its name in addresses
   * @param label for people
   * @param field what it speaks of
   * @param operator how its value is held against the field
   * @param hint an example
   */
  public record Asked(String parameter, String label, Field field, String operator, String hint) {}

  private static final List<Asked> IDENTIFIERS =
      List.of(
          new Asked("name", "Name", Field.NAME, ":", "apache*"),
          new Asked("version", "Version", Field.VERSION, ":", ">=1.2"),
          new Asked("arch", "Architecture", Field.ARCH, ":", "amd64"));

  private static final List<Asked> METADATA =
      List.of(
          new Asked("section", "Section or group", Field.CATEGORY, ":", "web"),
          new Asked("license", "Licence", Field.LICENSE, ":", "GPL-2.0-only"),
          new Asked("maintainer", "Maintainer", Field.MAINTAINER, ":", "perl group"),
          new Asked("requires", "Requires", Field.REQUIRES, ":", "libssl3"),
          new Asked("provides", "Provides", Field.PROVIDES, ":", "mail-transport-agent"),
          new Asked("file", "Installs the file", Field.FILE, ":", "/usr/bin/curl"),
          new Asked("min", "Size from", Field.SIZE, ">=", "100kB"),
          new Asked("max", "Size up to", Field.SIZE, "<=", "1.5MB"),
          new Asked("since", "Built since", Field.DATE, ">=", "2024-05"),
          new Asked("until", "Built until", Field.DATE, "<=", "2025"));

  private static final List<Asked> CHOSEN =
      List.of(
          new Asked("kind", "Kind", Field.KIND, ":", ""),
          new Asked("format", "Format", Field.FORMAT, ":", ""),
          new Asked("distribution", "Distribution", Field.DISTRIBUTION, ":", ""));

  /** Copies the values, in their order. */
  public SearchForm {
    values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** What a call asks for; what is too long is cut. */
  static SearchForm of(Context ctx) {
    Map<String, String> values = new LinkedHashMap<>();
    Stream.concat(all().map(Asked::parameter), Stream.of(ANY_FIELD, ANY_VALUE))
        .forEach(parameter -> {
          String value = Site.query(ctx, parameter);
          if (!value.isEmpty()) {
            values.put(parameter, value.substring(0, Math.min(value.length(), LONGEST_VALUE)));
          }
        });
    String sort = Site.query(ctx, "sort");
    return new SearchForm(
        Site.query(ctx, "q"),
        Site.query(ctx, "language").equals("xpath"),
        values,
        sort.isEmpty() ? SortOrder.BEST_FIRST.toString() : sort,
        Site.query(ctx, "cursor"));
  }

  private static Stream<Asked> all() {
    return Stream.of(IDENTIFIERS, METADATA, CHOSEN).flatMap(List::stream);
  }

  /** The fields by which units are identified. */
  public List<Asked> identifiers() {
    return IDENTIFIERS;
  }

  /** The fields of what else is known of units. */
  public List<Asked> metadata() {
    return METADATA;
  }

  /** Every field that the language knows. */
  public List<Field> everyField() {
    return Arrays.asList(Field.values());
  }

  /** What stands in a field of the form. */
  public String value(String parameter) {
    return values.getOrDefault(parameter, "");
  }

  /** Whether more than identifiers is asked for. */
  public boolean isDetailed() {
    return METADATA.stream().anyMatch(asked -> values.containsKey(asked.parameter()))
        || values.containsKey(ANY_VALUE);
  }

  /** Whether anything is asked for. */
  public boolean isAsked() {
    return !text.isEmpty()
        || (!xpath && all().anyMatch(asked -> values.containsKey(asked.parameter())))
        || (!xpath && values.containsKey(ANY_VALUE));
  }

  /** Whether the answers begin after a place. */
  public boolean isContinued() {
    return !place.isEmpty();
  }

  /**
   * What it asks the index.
   *
   * @throws EdosException (usage) if it cannot be read; the message shows the place
   */
  Question question() {
    return new Question(
        pattern(),
        SortOrder.parse(sort),
        place.isEmpty() ? Optional.empty() : Optional.of(Cursor.parse(place)),
        ANSWERS);
  }

  /**
   * The pattern of what is looked for.
   *
   * @throws EdosException (usage) if it cannot be read; the message shows the place
   */
  TreePattern pattern() {
    if (xpath) {
      return TreePattern.xpath(text);
    }
    List<Query> parts = new ArrayList<>();
    if (!text.isEmpty()) {
      parts.add(Query.parse(text));
    }
    all()
        .filter(asked -> values.containsKey(asked.parameter()))
        .forEach(asked ->
            parts.add(
                Query.parse(condition(asked.field(), asked.operator(), value(asked.parameter())))));
    if (values.containsKey(ANY_VALUE)) {
      String name = values.getOrDefault(ANY_FIELD, Field.SUMMARY.toString());
      Field field =
          Field.of(name).orElseThrow(() -> EdosException.usage("there is no field '" + name + "'"));
      parts.add(Query.parse(condition(field, ":", value(ANY_VALUE))));
    }
    return TreePattern.of(Query.and(parts));
  }

  /** A field's value as a condition in the simple language. */
  private static String condition(Field field, String operator, String value) {
    Matcher compared = COMPARED.matcher(value);
    if (ORDERED.contains(field.kind()) && compared.matches()) {
      return field + compared.group(1) + written(compared.group(2));
    }
    boolean prefix = operator.equals(":") && value.endsWith("*");
    return prefix
        ? field + operator + written(value.substring(0, value.length() - 1)) + "*"
        : field + operator + written(value);
  }

  private static String written(String value) {
    return value.isEmpty() || PLAIN.matcher(value).matches()
        ? value
        : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** The same with another value in a field, from the beginning; empty for none. */
  SearchForm with(String parameter, String value) {
    Map<String, String> other = new LinkedHashMap<>(values);
    if (value.isEmpty()) {
      other.remove(parameter);
    } else {
      other.put(parameter, value);
    }
    return new SearchForm(text, xpath, other, sort, "");
  }

  /** The same text in the one language or the other, from the beginning. */
  public SearchForm in(boolean otherXpath) {
    return new SearchForm(otherXpath == xpath ? text : "", otherXpath, values, sort, "");
  }

  /** The same from its beginning. */
  public SearchForm fromTheBeginning() {
    return from("");
  }

  /** The same after a place. */
  SearchForm from(String otherPlace) {
    return new SearchForm(text, xpath, values, sort, otherPlace);
  }

  /** The fields that narrow the answers, with what they say and where one goes without each. */
  public List<Narrowing> narrowings() {
    return all()
        .filter(asked -> values.containsKey(asked.parameter()))
        .map(asked ->
            new Narrowing(
                asked.label(),
                value(asked.parameter()),
                with(asked.parameter(), "").address("/search")))
        .toList();
  }

  /**
   * A field that narrows the answers.
   *
   * @param without where one goes without it
   */
  public record Narrowing(String label, String value, String without) {}

  /** A path with all of this in its query. */
  public String address(String path) {
    StringBuilder address = new StringBuilder(path).append('?');
    add(address, "q", text);
    add(address, "language", xpath ? "xpath" : "");
    values.forEach((parameter, value) -> add(address, parameter, value));
    add(address, "sort", sort.equals(SortOrder.BEST_FIRST.toString()) ? "" : sort);
    add(address, "cursor", place);
    return address.substring(0, address.length() - 1);
  }

  private static void add(StringBuilder address, String parameter, String value) {
    if (!value.isEmpty()) {
      address.append(parameter).append('=').append(Words.encoded(value)).append('&');
    }
  }
}
