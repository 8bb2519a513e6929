package org.edos.core.channel;

import java.util.Set;
import java.util.regex.Pattern;
import org.edos.core.EdosException;

/**
 * Somebody to whom rights are given. Users are known by the keys of their daemons, so that no
 * password travels or is kept anywhere.
 *
 * @param name lower-case letters, digits and {@code . _ -}, up to 64, beginning with a letter or
 *     digit
 * @param groups names of the same form; at most 100
 * @param keys Ed25519 public keys of this user's daemons, each 64 hexadecimal digits; at most 100
 */
public record User(String name, Set<String> groups, Set<String> keys) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
  private static final int MOST = 100;

  /** Refuses malformed names and keys; copies the sets. */
  public User {
    checkName(name);
    groups = Set.copyOf(groups);
    keys = Set.copyOf(keys);
    groups.forEach(User::checkName);
    for (String key : keys) {
      if (!KEY.matcher(key).matches()) {
        throw EdosException.usage(
            "a daemon's key is 64 hexadecimal digits ('edos status' there shows it): '"
                + key
                + "'");
      }
    }
    if (groups.size() > MOST || keys.size() > MOST) {
      throw EdosException.usage("a user has at most " + MOST + " groups and keys");
    }
  }

  static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw EdosException.usage(
          "the name of a user or group is lower-case letters, digits and . _ - (at most 64): '"
              + name
              + "'");
    }
  }
}
