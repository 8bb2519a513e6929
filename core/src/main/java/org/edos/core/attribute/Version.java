package org.edos.core.attribute;

import org.edos.core.EdosException;
import org.edos.core.query.Query.Operator;
import org.edos.core.unit.PackageFormat;

/**
 * A unit's version, which substitutes the older ones with which the unit says to be compatible.
 *
 * @param versions those that it stands for, or one that is asked for
 */
public record Version(Versions versions) implements Attribute<Version> {
  /** A unit's version that stands for all from another on. */
  public static Version standing(PackageFormat format, String since, String version) {
    return new Version(new Versions.Span(format, since, version));
  }

  @Override
  public boolean substitutes(Version wanted) {
    return versions.substitutes(wanted.versions);
  }

  /** Whether the unit's own version is the wanted one. */
  @Override
  public boolean is(Version wanted) {
    return switch (versions) {
      case Versions.Span span ->
          new Versions.Span(span.format(), span.version(), span.version())
              .substitutes(wanted.versions);
      default -> equals(wanted);
    };
  }

  /** Reads {@code 1.2}, {@code >= 1.2} and the like. */
  static Version parse(String text) {
    return new Version(compared(text));
  }

  /**
   * A version after one of {@code < <= >= >}, or alone.
   *
   * @throws EdosException (usage) if there is none
   */
  static Versions.Compared compared(String text) {
    for (Operator operator :
        new Operator[] {
          Operator.AT_MOST, Operator.AT_LEAST, Operator.LESS, Operator.GREATER, Operator.EQUAL
        }) {
      if (text.startsWith(operator.symbol())) {
        return new Versions.Compared(operator, text.substring(operator.symbol().length()).strip());
      }
    }
    return new Versions.Compared(Operator.EQUAL, text);
  }

  @Override
  public String toString() {
    String written = versions.toString();
    return written.startsWith("= ") ? written.substring(2) : written;
  }
}
