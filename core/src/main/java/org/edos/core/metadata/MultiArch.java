package org.edos.core.metadata;

import java.util.Arrays;
import java.util.Locale;

/** How packages of several architectures may share a package (Debian's field Multi-Arch). */
public enum MultiArch {
  /** It serves packages of its own architecture, and is installed for one alone. */
  NO,
  /** It serves packages of its own architecture, and may be installed for several at once. */
  SAME,
  /** It serves packages of every architecture. */
  FOREIGN,
  /** It serves packages of every architecture that ask for it as {@code name:any}. */
  ALLOWED;

  /** The value in documents and in Debian's indexes: {@code foreign}. */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is written so; {@link #NO} for anything else. */
  public static MultiArch of(String written) {
    return Arrays.stream(values())
        .filter(value -> value.written().equals(written))
        .findFirst()
        .orElse(NO);
  }
}
