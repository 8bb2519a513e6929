package org.edos.core.rpm;

import java.util.Optional;
import org.edos.core.metadata.Relation.Capability;

/** The versions that an rpm capability speaks of. */
public final class VersionRange {
  private VersionRange() {}

  /**
   * Whether two capabilities of one name have a version in common, by rpm's rule for dependencies:
   * a capability without a version is every version, and a version without a release is all its
   * releases.
   */
  public static boolean overlap(Capability one, Capability other) {
    if (one.operator().isEmpty() || other.operator().isEmpty()) {
      return true;
    }
    if (has(one, '<') && has(other, '<') || has(one, '>') && has(other, '>')) {
      return true;
    }
    RpmVersion first = RpmVersion.parse(one.version());
    RpmVersion second = RpmVersion.parse(other.version());
    int order = withoutRelease(first).compareTo(withoutRelease(second));
    if (order == 0) {
      Optional<Boolean> contained = byRelease(one, first, other, second);
      if (contained.isPresent()) {
        return contained.get();
      }
      order = first.compareTo(second);
    }
    return order < 0
        ? has(one, '>') || has(other, '<')
        : order > 0 ? has(one, '<') || has(other, '>') : has(one, '=') && has(other, '=');
  }

  /** Where exactly one has a release, the other stands for it if it says equal. */
  private static Optional<Boolean> byRelease(
      Capability one, RpmVersion first, Capability other, RpmVersion second) {
    boolean none = first.release().isEmpty();
    return none == second.release().isEmpty()
        ? Optional.empty()
        : Optional.of(has(none ? one : other, '='));
  }

  private static RpmVersion withoutRelease(RpmVersion version) {
    return new RpmVersion(version.epoch(), version.version(), "");
  }

  private static boolean has(Capability capability, char sign) {
    return capability.operator().indexOf(sign) >= 0;
  }
}
