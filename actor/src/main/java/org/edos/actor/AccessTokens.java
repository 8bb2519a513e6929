package org.edos.actor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.edos.core.EdosException;
import org.edos.core.network.AccessToken;
import org.edos.core.network.Scope;
import org.edos.core.unit.Sha256;
import org.edos.physical.people.Tokens;

/**
 * The tokens by which programs act for a daemon's user, each within its scopes. What is kept is the
 * SHA-256 of 256 random bits, from which nobody finds these. Safe for use by many threads.
 */
public final class AccessTokens {
  private static final String MARK = "edos_";
  private static final Duration LONGEST = Duration.ofDays(3660);

  private final Tokens tokens;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /** Those that are kept, by name; changed under this object's monitor. */
  private final Map<String, AccessToken> known = new ConcurrentHashMap<>();

  /**
   * A token that was made.
   *
   * @param token what is known of it
   * @param secret what the program shows; told this once
   */
  public record NewToken(AccessToken token, String secret) {}

  /** Stands on these, which nobody else changes. */
  public AccessTokens(Tokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
    tokens.list().forEach(token -> known.put(token.name(), token));
  }

  /** All that were made and not revoked, by name; those that have expired, too. */
  public List<AccessToken> list() {
    return tokens.list();
  }

  /**
   * Makes one.
   *
   * @param validity how long it is good; empty for until it is revoked
   * @throws EdosException usage if a name, a scope or the time makes no sense; conflict if there is
   *     one of that name; exhausted if there are too many
   */
  public NewToken create(String name, Set<Scope> scopes, Optional<Duration> validity) {
    Instant now = Instant.ofEpochMilli(clock.millis());
    validity.ifPresent(time -> {
      if (!time.isPositive() || time.compareTo(LONGEST) > 0) {
        throw EdosException.usage("a token is good for a time of up to ten years, as P30D");
      }
    });
    AccessToken token = new AccessToken(name, scopes, now, validity.map(now::plus));
    byte[] bits = new byte[32];
    random.nextBytes(bits);
    String secret = MARK + HexFormat.of().formatHex(bits);
    synchronized (this) {
      tokens.add(token, hash(secret));
      known.put(name, token);
    }
    return new NewToken(token, secret);
  }

  /** The one that a program shows; empty if there is none or it has expired. */
  public Optional<AccessToken> find(String secret) {
    return secret.startsWith(MARK)
        ? tokens.byHash(hash(secret)).filter(token -> !token.isExpired(clock.instant()))
        : Optional.empty();
  }

  /**
   * Whether a token that was found is good still; another of its name is another. Reads no disk.
   */
  public boolean isGood(AccessToken token) {
    return !token.isExpired(clock.instant())
        && Optional.ofNullable(known.get(token.name()))
            .filter(now -> now.created().equals(token.created()))
            .isPresent();
  }

  /**
   * Ends one at once.
   *
   * @throws EdosException (not found) if there is none of that name
   */
  public synchronized void revoke(String name) {
    known.remove(name);
    if (!tokens.remove(name)) {
      throw EdosException.notFound("there is no token '" + name + "'; see: edos token list");
    }
  }

  private static Sha256 hash(String secret) {
    return Sha256.of(secret.getBytes(US_ASCII));
  }
}
