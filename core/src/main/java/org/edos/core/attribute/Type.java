package org.edos.core.attribute;

import java.util.List;
import java.util.Locale;
import org.edos.core.EdosException;

/**
 * A type that a unit is of: {@code source}, {@code binary}, {@code documentation}, {@code
 * application} or {@code utility}, with sub-types after slashes: {@code binary/deb/amd64}, {@code
 * application/web}. A sub-type substitutes its types.
 *
 * @param path in lower case
 */
public record Type(String path) implements Attribute<Type> {
  /** The types of which all others are sub-types. */
  public static final List<String> ROOTS =
      List.of("source", "binary", "documentation", "application", "utility");

  /** Refuses what is below none of these. */
  public Type {
    if (!path.equals(path.toLowerCase(Locale.ROOT)) || !ROOTS.contains(path.split("/", -1)[0])) {
      throw EdosException.usage(
          "a type begins with one of " + String.join(", ", ROOTS) + ", not '" + path + "'");
    }
  }

  /** A type below others; what has no name is left out. */
  static Type below(String root, String... parts) {
    StringBuilder path = new StringBuilder(root);
    for (String part : parts) {
      if (!part.isBlank()) {
        path.append('/').append(part.strip().toLowerCase(Locale.ROOT));
      }
    }
    return new Type(path.toString());
  }

  @Override
  public boolean substitutes(Type wanted) {
    return path.equals(wanted.path) || path.startsWith(wanted.path + "/");
  }

  static Type parse(String text) {
    return new Type(text.toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return path;
  }
}
