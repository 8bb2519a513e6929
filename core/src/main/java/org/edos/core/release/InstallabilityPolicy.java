package org.edos.core.release;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.edos.core.EdosException;

/**
 * What a publisher does about a state that makes packages uninstallable which were not so before.
 */
public enum InstallabilityPolicy {
  /** Nothing, and does not look. */
  IGNORE,
  /** Says so, and publishes. */
  WARN,
  /** Says so, and publishes nothing. */
  REFUSE;

  /** As people write it: {@code warn}. */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@link #written}.
   *
   * @throws EdosException usage if it is none
   */
  public static InstallabilityPolicy parse(String text) {
    return Arrays.stream(values())
        .filter(policy -> policy.written().equals(text))
        .findFirst()
        .orElseThrow(() ->
            EdosException.usage(
                "'%s' is no policy for what cannot be installed; there are %s"
                    .formatted(
                        text,
                        Arrays.stream(values())
                            .map(InstallabilityPolicy::written)
                            .collect(Collectors.joining(", ")))));
  }
}
