package org.edos.core.attribute;

/**
 * The older versions that a unit itself says it stands for: a package that provides its own name in
 * an older version.
 *
 * @param versions from the oldest one to its own; or one that is asked for
 */
public record Compatibility(Versions versions) implements Attribute<Compatibility> {
  @Override
  public boolean substitutes(Compatibility wanted) {
    return versions.substitutes(wanted.versions);
  }

  /** Whether the oldest version is the wanted one. */
  @Override
  public boolean is(Compatibility wanted) {
    return switch (versions) {
      case Versions.Span span ->
          new Versions.Span(span.format(), span.since(), span.since()).substitutes(wanted.versions);
      default -> equals(wanted);
    };
  }

  static Compatibility parse(String text) {
    return new Compatibility(Version.compared(text));
  }

  @Override
  public String toString() {
    return new Version(versions).toString();
  }
}
