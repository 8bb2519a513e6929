package org.edos.app.web;

import java.util.List;
import org.edos.actor.SharedContent;
import org.edos.actor.SharedGroup;

/**
 * Exactly what this machine shares.
 *
 * @param groups by the reason why
 * @param chosen of which the contents are shown, by its name; empty for none
 * @param contents of the chosen group, in its order
 * @param after how many of its contents come before these
 * @param more whether others follow
 */
public record SharesView(
    List<SharedGroup> groups,
    String chosen,
    List<SharedContent> contents,
    long after,
    boolean more) {
  /** So many contents are shown at once. */
  static final int PAGE = 100;

  static final String GATEWAY = "gateway";
  static final String OTHER = "other";

  /** By what name a group is asked for. */
  public static String name(SharedGroup group) {
    return switch (group.reason()) {
      case RELEASE -> group.release();
      case GATEWAY -> GATEWAY;
      case OTHER -> OTHER;
    };
  }

  /** Why contents are here, in words. */
  public static String words(SharedGroup group) {
    return switch (group.reason()) {
      case RELEASE -> "release " + group.release();
      case GATEWAY -> "fetched by the gateway for apt or dnf";
      case OTHER -> "published or fetched before; no release that is known here has it now";
    };
  }

  /** Contents of all groups. */
  public long total() {
    return groups.stream().mapToLong(SharedGroup::contents).sum();
  }

  /** Bytes of all groups. */
  public long bytes() {
    return groups.stream().mapToLong(SharedGroup::bytes).sum();
  }

  /** The page before this one. */
  public long before() {
    return Math.max(0, after - PAGE);
  }

  /** The page behind this one. */
  public long next() {
    return after + contents.size();
  }
}
