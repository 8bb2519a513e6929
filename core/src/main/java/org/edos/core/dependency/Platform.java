package org.edos.core.dependency;

import java.util.Set;

/**
 * What a machine runs.
 *
 * @param architecture its own, as packages say it: {@code amd64}, {@code x86_64}
 * @param foreign further ones of which packages may be installed beside
 */
public record Platform(String architecture, Set<String> foreign) {
  /** Copies the names. */
  public Platform {
    foreign = Set.copyOf(foreign);
  }

  /** A machine with packages of its own architecture alone. */
  public static Platform of(String architecture) {
    return new Platform(architecture, Set.of());
  }
}
