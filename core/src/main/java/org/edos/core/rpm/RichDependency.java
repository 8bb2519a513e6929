package org.edos.core.rpm;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.metadata.Relation.Capability;

/**
 * A rich (boolean) dependency of rpm: {@code (a >= 1 and (b or c))}, {@code (a if b else c)}. Its
 * written form reads back as the same formula. Immutable.
 */
public sealed interface RichDependency {
  /** Longest written form that is read, in characters. */
  int MAX_LENGTH = 16_384;

  /** How deep formulas may stand in one another. */
  int MAX_DEPTH = 32;

  /** Whatever provides this capability. */
  record Named(Capability capability) implements RichDependency {
    @Override
    public String toString() {
      return "(" + capability + ")";
    }
  }

  /** {@code (a and b and c)}: each, perhaps each by another package. */
  record All(List<RichDependency> parts) implements RichDependency {
    /** Copies the parts, of which there are two or more. */
    public All {
      parts = twoOrMore(parts);
    }

    @Override
    public String toString() {
      return joined(parts, " and ");
    }
  }

  /** {@code (a or b or c)}: at least one. */
  record Any(List<RichDependency> parts) implements RichDependency {
    /** Copies the parts, of which there are two or more. */
    public Any {
      parts = twoOrMore(parts);
    }

    @Override
    public String toString() {
      return joined(parts, " or ");
    }
  }

  /** {@code (a with b)}: one package that meets each part. */
  record With(List<RichDependency> parts) implements RichDependency {
    /** Copies the parts, of which there are two or more, each about one package. */
    public With {
      parts = twoOrMore(parts);
      parts.forEach(RichDependency::aboutOnePackage);
    }

    @Override
    public String toString() {
      return joined(parts, " with ");
    }
  }

  /** {@code (a without b)}: one package that meets the first and not the second. */
  record Without(RichDependency wanted, RichDependency unwanted) implements RichDependency {
    /** Refuses parts that are not about one package. */
    public Without {
      aboutOnePackage(wanted);
      aboutOnePackage(unwanted);
    }

    @Override
    public String toString() {
      return "(" + inner(wanted) + " without " + inner(unwanted) + ")";
    }
  }

  /** {@code (a if b else c)}: the first where the condition holds, else the third, if any. */
  record If(RichDependency wanted, RichDependency condition, Optional<RichDependency> otherwise)
      implements RichDependency {
    @Override
    public String toString() {
      return conditional(wanted, " if ", condition, otherwise);
    }
  }

  /**
   * {@code (a unless b else c)}: the first, and the condition must not hold; or the third, if any,
   * and it must.
   */
  record Unless(RichDependency wanted, RichDependency condition, Optional<RichDependency> otherwise)
      implements RichDependency {
    @Override
    public String toString() {
      return conditional(wanted, " unless ", condition, otherwise);
    }
  }

  /** Whether the name of a capability is a rich dependency, whole and in its parentheses. */
  static boolean isRich(String name) {
    return name.startsWith("(");
  }

  /**
   * Reads a rich dependency by the rules of rpm's own parser.
   *
   * @throws EdosException EXTERNAL, pointing at the character, where it is none, or longer or
   *     deeper than allowed
   */
  static RichDependency parse(String text) {
    return new RichDependencyParser(text).whole();
  }

  private static String conditional(
      RichDependency wanted,
      String word,
      RichDependency condition,
      Optional<RichDependency> otherwise) {
    String end = otherwise.map(part -> " else " + inner(part)).orElse("");
    return "(" + inner(wanted) + word + inner(condition) + end + ")";
  }

  private static String joined(List<RichDependency> parts, String word) {
    return parts.stream().map(RichDependency::inner).collect(Collectors.joining(word, "(", ")"));
  }

  private static String inner(RichDependency part) {
    return part instanceof Named named ? named.capability().toString() : part.toString();
  }

  private static List<RichDependency> twoOrMore(List<RichDependency> parts) {
    if (parts.size() < 2) {
      throw new IllegalArgumentException("joins two parts or more");
    }
    return List.copyOf(parts);
  }

  private static void aboutOnePackage(RichDependency part) {
    if (!isAboutOnePackage(part)) {
      throw new IllegalArgumentException(part + " is not about one package");
    }
  }

  /** Whether it can stand in {@code with} and {@code without}. */
  static boolean isAboutOnePackage(RichDependency part) {
    return switch (part) {
      case Named named -> true;
      case With with -> true;
      case Without without -> true;
      case Any any -> any.parts().stream().allMatch(RichDependency::isAboutOnePackage);
      case All all -> false;
      case If conditional -> false;
      case Unless conditional -> false;
    };
  }
}
