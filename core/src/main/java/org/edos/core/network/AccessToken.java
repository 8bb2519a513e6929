package org.edos.core.network;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.edos.core.EdosException;

/**
 * What a daemon knows of a token that a program has; never the token itself.
 *
 * @param name of the program, by which it is known: lower-case letters, digits and {@code . _ -},
 *     up to 64
 * @param scopes what it may do; 1 to 100
 * @param created when it was made
 * @param expires when it ends; empty for one that is good until it is revoked
 */
public record AccessToken(
    String name, Set<Scope> scopes, Instant created, Optional<Instant> expires) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final int MOST = 100;

  /** Refuses a malformed name and too many scopes; copies the set. */
  public AccessToken {
    scopes = Set.copyOf(scopes);
    if (!NAME.matcher(name).matches()) {
      throw EdosException.usage(
          "the name of a token is lower-case letters, digits and . _ - (at most 64): '"
              + name
              + "'");
    }
    if (scopes.isEmpty() || scopes.size() > MOST) {
      throw EdosException.usage("a token has 1 to " + MOST + " scopes");
    }
  }

  /** Whether it may be used for something. */
  public boolean allows(Scope scope) {
    return scopes.stream().anyMatch(own -> own.includes(scope));
  }

  /** Whether it has ended. */
  public boolean isExpired(Instant now) {
    return expires.isPresent() && !now.isBefore(expires.get());
  }
}
