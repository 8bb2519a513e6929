package org.edos.core.attribute;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.edos.core.EdosException;
import org.edos.core.query.Approximation;
import org.edos.core.query.Field;
import org.edos.core.query.Query;
import org.edos.core.query.Query.Operator;
import org.edos.core.query.Words;

/** Makes of a template what an index can decide. */
final class Compiling {
  /** More names of licences than these are told by what they begin with. */
  private static final int MAX_NAMES = 24;

  private Compiling() {}

  /**
   * A condition on documents: holds of every unit whose signature matches. One that could not be
   * asked of other peers is left open.
   */
  static Approximation of(Template template) {
    Approximation told = Approximation.and(template.parts().stream().map(Compiling::part).toList());
    return canBeAsked(told.upper()) ? told : Approximation.UNKNOWN;
  }

  private static boolean canBeAsked(Query query) {
    try {
      return Query.parse(query.toString()).equals(query);
    } catch (EdosException tooLong) {
      return false;
    }
  }

  private static <A extends Attribute<A>> Approximation part(Template.Part<A> part) {
    return expression(part.kind(), part.expression());
  }

  private static <A extends Attribute<A>> Approximation expression(
      Kind<A> kind, Expression<A> expression) {
    return switch (expression) {
      case Expression.Wanted<A> wanted -> attribute(wanted.attribute(), false);
      case Expression.Itself<A> itself -> attribute(itself.attribute(), true);
      case Expression.Unknown<A> unknown -> unknown(kind);
      case Expression.All<A> all ->
          Approximation.and(all.parts().stream().map(part -> expression(kind, part)).toList());
      case Expression.Any<A> any ->
          Approximation.or(any.parts().stream().map(part -> expression(kind, part)).toList());
      case Expression.Not<A> not -> expression(kind, not.expression()).not();
    };
  }

  private static Approximation unknown(Kind<?> kind) {
    return kind == Kind.LICENCE
        ? Approximation.exactly(
            Query.or(
                List.of(Query.not(new Query.Exists(Field.LICENSE)), Query.not(kind("package")))))
        : Approximation.UNKNOWN;
  }

  private static Approximation attribute(Attribute<?> attribute, boolean itself) {
    return switch (attribute) {
      case Localisation localisation -> localisation(localisation);
      case Functionality functionality -> functionality(functionality);
      case Licence licence -> Approximation.within(licence(licence, itself));
      case Version version -> version(version.versions());
      case Compatibility compatibility -> Approximation.within(new Query.Exists(Field.PROVIDES));
      case Description description -> description(description, itself);
      case Type type -> type(type, itself);
      case Requirement requirement ->
          Approximation.within(
              names(
                  requirement.alternatives().stream().map(Functionality::name).toList(),
                  Field.REQUIRES,
                  Field.PRE_REQUIRES));
      case Conflict conflict ->
          Approximation.within(
              names(
                  List.of(conflict.with().name()), Field.CONFLICTS, Field.BREAKS, Field.OBSOLETES));
      case Member member ->
          member.unit() instanceof Localisation.Identity identity
              ? Approximation.exactly(new Query.Is(Field.MEMBER, identity.id().toString()))
              : Approximation.within(kind("collection"));
    };
  }

  private static Query kind(String kind) {
    return new Query.Has(Field.KIND, kind, false);
  }

  private static Query names(List<String> names, Field... fields) {
    List<Query> any = new ArrayList<>();
    for (String name : names) {
      for (Field field : fields) {
        any.add(new Query.Is(field, name));
      }
    }
    return Query.or(any);
  }

  private static Approximation localisation(Localisation localisation) {
    return switch (localisation) {
      case Localisation.Name name -> Approximation.exactly(new Query.Is(Field.NAME, name.name()));
      case Localisation.Identity identity ->
          Approximation.exactly(new Query.Is(Field.ID, identity.id().toString()));
    };
  }

  private static Approximation functionality(Functionality functionality) {
    boolean file = functionality.name().startsWith("/");
    Query named =
        file
            ? names(List.of(functionality.name()), Field.PROVIDES, Field.FILE, Field.NAME)
            : names(List.of(functionality.name()), Field.PROVIDES, Field.NAME);
    return !file && functionality.versions() instanceof Versions.Some
        ? Approximation.exactly(named)
        : Approximation.within(named);
  }

  /** What a unit stands for ends with its own version. */
  private static Approximation version(Versions versions) {
    return versions instanceof Versions.Compared asked
            && asked.operator() != Operator.LESS
            && asked.operator() != Operator.AT_MOST
        ? Approximation.within(new Query.Compare(Field.VERSION, Operator.AT_LEAST, asked.version()))
        : Approximation.UNKNOWN;
  }

  private static Approximation description(Description description, boolean itself) {
    List<Query> all = new ArrayList<>();
    for (String word : description.words()) {
      all.add(
          Query.or(
              List.of(
                  new Query.Has(Field.SUMMARY, word, false),
                  new Query.Has(Field.DESCRIPTION, word, false))));
    }
    return itself ? Approximation.within(Query.and(all)) : Approximation.exactly(Query.and(all));
  }

  private static Approximation type(Type type, boolean itself) {
    int slash = type.path().indexOf('/');
    String root = slash < 0 ? type.path() : type.path().substring(0, slash);
    String below = slash < 0 ? "" : type.path().substring(slash + 1);
    Query units =
        switch (root) {
          case "source" -> Query.and(List.of(packages(below), sources()));
          case "binary" -> Query.and(List.of(packages(below), Query.not(sources())));
          case "documentation" -> Query.or(categories(SignatureMaking.DOCUMENTATION));
          case "application" ->
              below.isEmpty() ? kind("package") : Query.or(categories(List.of(below)));
          case "utility" -> kind("utility");
          default -> throw new IllegalStateException(type.path());
        };
    boolean exact = !itself && !below.isEmpty() && (root.equals("source") || root.equals("binary"));
    // A collection is of no sub-type.
    Query all = below.isEmpty() ? Query.or(List.of(units, kind("collection"))) : units;
    return exact ? Approximation.exactly(all) : Approximation.within(all);
  }

  private static Query sources() {
    return Query.or(
        SignatureMaking.SOURCE_ARCHITECTURES.stream()
            .sorted()
            .<Query>map(name -> new Query.Has(Field.ARCH, name, false))
            .toList());
  }

  /** The packages of a format, and of an architecture where that is said. */
  private static Query packages(String path) {
    if (path.isEmpty()) {
      return kind("package");
    }
    String[] parts = path.split("/", 2);
    Query format = new Query.Has(Field.FORMAT, parts[0], false);
    return parts.length == 1
        ? Query.and(List.of(kind("package"), format))
        : Query.and(List.of(kind("package"), format, new Query.Has(Field.ARCH, parts[1], false)));
  }

  /** That a category is one of these or below one, in whichever component. */
  private static List<Query> categories(List<String> names) {
    List<Query> any = new ArrayList<>();
    for (String name : names) {
      any.add(new Query.Has(Field.CATEGORY, name, true));
      for (String component : SignatureMaking.COMPONENTS) {
        any.add(new Query.Has(Field.CATEGORY, component + "/" + name, true));
      }
    }
    return any;
  }

  /** A licence that serves has a licence in it that serves one of those wanted. */
  private static Query licence(Licence wanted, boolean itself) {
    Set<String> tokens = new TreeSet<>();
    for (Licence.Single single : Licence.names(wanted.terms())) {
      LicenceTable table = LicenceTable.get();
      Set<String> names = itself ? table.written(single.name()) : table.namesServing(single.name());
      names.forEach(name -> tokens.addAll(Words.tokens(name).stream().limit(1).toList()));
    }
    boolean many = tokens.size() > MAX_NAMES;
    Set<String> shown = new TreeSet<>();
    tokens.forEach(token -> shown.add(many ? beginning(token) : token));
    return Query.or(
        shown.stream().<Query>map(token -> new Query.Has(Field.LICENSE, token, many)).toList());
  }

  private static String beginning(String token) {
    int end = 0;
    while (end < token.length() && Character.isLetter(token.charAt(end))) {
      end++;
    }
    return end == 0 ? token : token.substring(0, end).toLowerCase(Locale.ROOT);
  }
}
