package org.edos.core.attribute;

import org.edos.core.EdosException;
import org.edos.core.query.Query.Operator;
import org.edos.core.query.Satisfaction;
import org.edos.core.unit.PackageFormat;

/**
 * The versions that a unit or capability stands for, or of which one is asked for. What stands
 * substitutes what stands for less; it substitutes what is asked for if it stands for one of these;
 * what is asked for substitutes what is asked for more widely.
 */
public sealed interface Versions {
  /** What a unit has. */
  sealed interface Standing extends Versions {}

  /** What somebody wants. */
  sealed interface Asked extends Versions {}

  /**
   * Stands for the versions from one to another, both included.
   *
   * @param format in whose order they are
   */
  record Span(PackageFormat format, String since, String version) implements Standing {
    @Override
    public String toString() {
      return since.equals(version) ? "= " + version : "= " + since + " .. " + version;
    }
  }

  /** Stands for every version: what an rpm provides without saying which. */
  record Every() implements Standing {
    @Override
    public String toString() {
      return "";
    }
  }

  /** Stands for no version: what a Debian package provides without saying which. */
  record Unversioned() implements Standing {
    @Override
    public String toString() {
      return "";
    }
  }

  /** Any will do, even none. */
  record Some() implements Asked {
    @Override
    public String toString() {
      return "";
    }
  }

  /**
   * One that lies so to this version, in the order of whoever offers one. For rpm a version without
   * a release means all of its releases.
   */
  record Compared(Operator operator, String version) implements Asked {
    /** Refuses what cannot be written. */
    public Compared {
      if (version.isEmpty() || version.chars().anyMatch(Character::isWhitespace)) {
        throw EdosException.usage("a version has no spaces, and at least one character");
      }
    }

    @Override
    public String toString() {
      return operator.symbol() + " " + version;
    }
  }

  /** Whether these serve where the others are wanted. */
  default boolean substitutes(Versions wanted) {
    return switch (this) {
      case Standing standing ->
          switch (wanted) {
            case Standing other -> covers(standing, other);
            case Some some -> true;
            case Compared asked -> meets(standing, asked);
          };
      case Some some -> wanted instanceof Some;
      case Compared asked ->
          switch (wanted) {
            case Some some -> true;
            case Compared other ->
                isWithin(PackageFormat.DEB, asked, other)
                    && isWithin(PackageFormat.RPM, asked, other);
            case Standing other -> false;
          };
    };
  }

  private static boolean covers(Standing standing, Standing other) {
    return switch (other) {
      case Unversioned none -> true;
      case Every every -> standing instanceof Every;
      case Span span ->
          standing instanceof Every
              || (standing instanceof Span wide
                  && wide.format() == span.format()
                  && Satisfaction.compareVersions(span.format(), wide.since(), span.since()) <= 0
                  && Satisfaction.compareVersions(span.format(), wide.version(), span.version())
                      >= 0);
    };
  }

  private static boolean meets(Standing standing, Compared asked) {
    return switch (standing) {
      case Every every -> true;
      case Unversioned none -> false;
      case Span span -> {
        int least = compare(span.format(), span.since(), asked.version());
        int greatest = compare(span.format(), span.version(), asked.version());
        yield switch (asked.operator()) {
          case LESS, AT_MOST -> asked.operator().holds(least);
          case EQUAL -> least <= 0 && greatest >= 0;
          case AT_LEAST, GREATER -> asked.operator().holds(greatest);
        };
      }
    };
  }

  /** Whether whatever meets the one meets the other. */
  private static boolean isWithin(PackageFormat format, Compared one, Compared other) {
    boolean mixed =
        format == PackageFormat.RPM && isWhole(one.version()) != isWhole(other.version());
    String compared = mixed && isWhole(one.version()) ? cut(other.version()) : other.version();
    int order = compare(format, one.version(), compared);
    if (order == 0 && mixed && (isWhole(one.version()) || isStrict(other))) {
      return false;
    }
    return switch (other.operator()) {
      case LESS -> isBelow(one) && (order < 0 || (order == 0 && one.operator() == Operator.LESS));
      case AT_MOST -> isBelow(one) && order <= 0;
      case EQUAL -> one.operator() == Operator.EQUAL && order == 0;
      case AT_LEAST -> isAbove(one) && order >= 0;
      case GREATER ->
          isAbove(one) && (order > 0 || (order == 0 && one.operator() == Operator.GREATER));
    };
  }

  private static boolean isStrict(Compared asked) {
    return asked.operator() == Operator.LESS || asked.operator() == Operator.GREATER;
  }

  private static boolean isBelow(Compared asked) {
    return asked.operator() == Operator.LESS
        || asked.operator() == Operator.AT_MOST
        || asked.operator() == Operator.EQUAL;
  }

  private static boolean isAbove(Compared asked) {
    return asked.operator() == Operator.GREATER
        || asked.operator() == Operator.AT_LEAST
        || asked.operator() == Operator.EQUAL;
  }

  /**
   * How a version that stands lies to another; for rpm, one that is compared with a version without
   * release is compared without its own.
   */
  static int compare(PackageFormat format, String version, String other) {
    boolean whole = format == PackageFormat.RPM && isWhole(other);
    return Satisfaction.compareVersions(format, whole ? cut(version) : version, other);
  }

  private static boolean isWhole(String version) {
    return version.indexOf('-') < 0;
  }

  private static String cut(String version) {
    int dash = version.lastIndexOf('-');
    return dash > 0 ? version.substring(0, dash) : version;
  }
}
