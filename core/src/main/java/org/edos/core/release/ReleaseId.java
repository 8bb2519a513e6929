package org.edos.core.release;

import java.util.regex.Pattern;
import org.edos.core.EdosException;
import org.edos.core.unit.CollectionId;

/**
 * A release's name and version. Both are part of URLs, so they are kept plain.
 *
 * @param name letters, digits and {@code . _ + ~ -}, up to 100 of them, beginning with a letter or
 *     digit
 * @param version the same
 */
public record ReleaseId(String name, String version) {
  /** The version of a moving release: what its name stands for now. */
  public static final String CURRENT = CollectionId.CURRENT;

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,99}");

  /** Refuses names that would not be plain in a URL. */
  public ReleaseId {
    for (String part : new String[] {name, version}) {
      if (!PLAIN.matcher(part).matches()) {
        throw EdosException.usage(
            "a release's name and version are letters, digits and . _ + ~ - (at most 100): '"
                + part
                + "'");
      }
    }
  }

  /**
   * Reads {@code NAME@VERSION}.
   *
   * @throws EdosException (usage) if there is no version
   */
  public static ReleaseId parse(String text) {
    int at = text.lastIndexOf('@');
    if (at < 0) {
      throw EdosException.usage("a release is written NAME@VERSION: '" + text + "'");
    }
    return new ReleaseId(text.substring(0, at), text.substring(at + 1));
  }

  /** The moving release of a name. */
  public static ReleaseId current(String name) {
    return new ReleaseId(name, CURRENT);
  }

  /** Whether its composition is replaced as new versions of units come. */
  public boolean moves() {
    return version.equals(CURRENT);
  }

  /** The root collection that this release is. */
  public CollectionId collection() {
    return new CollectionId(name, version);
  }

  @Override
  public String toString() {
    return name + "@" + version;
  }
}
