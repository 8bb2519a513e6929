package org.edos.core.attribute;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.EdosException;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.query.Query.Operator;
import org.edos.core.unit.PackageFormat;

/**
 * A capability that a unit provides, or that is asked for: the unit's name, what it declares to
 * provide, a file that it installs. One of the same name substitutes it if its versions do: a
 * version that is asked for is found in the order of the package's format, an unversioned provision
 * serves every version for rpm and none for Debian.
 *
 * @param name as packages write it; a rich rpm dependency whole
 * @param versions of it
 */
public record Functionality(String name, Versions versions) implements Attribute<Functionality> {
  private static final Pattern WRITTEN = Pattern.compile("(.+?)\\s*(<=|>=|<<|>>|<|>|=)\\s*(\\S+)");

  /** Refuses an empty name. */
  public Functionality {
    if (name.isBlank()) {
      throw EdosException.usage("a capability has a name");
    }
  }

  /** What a package of this format provides. */
  public static Functionality provided(PackageFormat format, Capability capability) {
    Versions versions =
        capability.operator().equals("=")
            ? new Versions.Span(format, capability.version(), capability.version())
            : unversioned(format);
    return new Functionality(capability.name(), versions);
  }

  /** What stands for whatever a provision without a version stands for in this format. */
  static Versions unversioned(PackageFormat format) {
    return format == PackageFormat.RPM ? new Versions.Every() : new Versions.Unversioned();
  }

  /** What a relation asks for; of which architecture it must be is not part of it. */
  public static Functionality asked(Capability capability) {
    return new Functionality(
        capability.name(),
        capability.operator().isEmpty()
            ? new Versions.Some()
            : new Versions.Compared(operator(capability.operator()), capability.version()));
  }

  @Override
  public boolean substitutes(Functionality wanted) {
    return name.equals(wanted.name) && versions.substitutes(wanted.versions);
  }

  @Override
  public boolean is(Functionality wanted) {
    return substitutes(wanted);
  }

  /** Reads {@code name}, or {@code name >= 1.2} and the like. */
  static Functionality parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (text.startsWith("(") || !matcher.matches()) {
      return new Functionality(text, new Versions.Some());
    }
    return new Functionality(
        matcher.group(1), new Versions.Compared(operator(matcher.group(2)), matcher.group(3)));
  }

  private static Operator operator(String symbol) {
    return switch (symbol) {
      case "<", "<<" -> Operator.LESS;
      case "<=" -> Operator.AT_MOST;
      case "=" -> Operator.EQUAL;
      case ">=" -> Operator.AT_LEAST;
      case ">", ">>" -> Operator.GREATER;
      default -> throw EdosException.usage("versions are compared by < <= = >= >, not " + symbol);
    };
  }

  @Override
  public String toString() {
    String written = versions.toString();
    return written.isEmpty() ? name : name + " " + written;
  }
}
