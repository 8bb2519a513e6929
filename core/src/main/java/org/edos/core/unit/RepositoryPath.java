package org.edos.core.unit;

import java.util.Arrays;
import org.edos.core.EdosException;

/**
 * A file's place inside a repository tree, such as {@code
 * pool/main/c/curl/curl_7.88.1-10_amd64.deb}. Whoever holds one knows that it cannot leave the
 * tree.
 *
 * @param value relative, with {@code /} between its parts, none of which is empty, {@code .} or
 *     {@code ..}
 */
public record RepositoryPath(String value) implements Comparable<RepositoryPath> {
  private static final int MAX_LENGTH = 1024;

  /** Refuses whatever could point outside the tree, or that no repository would hold. */
  public RepositoryPath {
    boolean bad =
        value.isEmpty()
            || value.length() > MAX_LENGTH
            || value.chars().anyMatch(c -> c < ' ' || c == 127 || c == '\\')
            || Arrays.stream(value.split("/", -1))
                .anyMatch(p -> p.isEmpty() || p.equals(".") || p.equals(".."));
    if (bad) {
      throw EdosException.refused("unsafe path in a repository: '" + shown(value) + "'");
    }
  }

  /** The last part. */
  public String fileName() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  private static String shown(String value) {
    String plain = value.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= 120 ? plain : plain.substring(0, 117) + "...";
  }

  @Override
  public int compareTo(RepositoryPath other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
