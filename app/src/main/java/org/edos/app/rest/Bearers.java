package org.edos.app.rest;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.edos.actor.AccessTokens;
import org.edos.actor.Sessions;
import org.edos.core.EdosException;
import org.edos.core.network.AccessToken;
import org.edos.core.unit.Sha256;

/**
 * Tells whose token a call carries. The owner's is compared in constant time; those of programs are
 * looked up by their hash, which tells nothing of them. Who shows too many wrong ones is told to
 * wait; good ones from the same address go on. Safe for use by many threads.
 */
public final class Bearers {
  private static final int PROGRAMS_WRONG = 100;
  private static final int PEOPLES_WRONG = 10;

  private final byte[] ownerDigest;
  private final Optional<AccessTokens> tokens;
  private final WrongTokens wrong;

  Bearers(String ownerToken, Optional<AccessTokens> tokens) {
    this(ownerToken, tokens, PROGRAMS_WRONG);
  }

  private Bearers(String ownerToken, Optional<AccessTokens> tokens, int mostWrong) {
    this.wrong = new WrongTokens(mostWrong, System::nanoTime);
    this.ownerDigest = digest(ownerToken);
    this.tokens = tokens;
  }

  /** For people who sign in, who type a few wrong words at most. */
  public static Bearers forPeople(String ownerToken, AccessTokens tokens) {
    return new Bearers(ownerToken, Optional.of(tokens), PEOPLES_WRONG);
  }

  /** Who shows a token. */
  sealed interface Bearer {
    /** Whoever runs the daemon. */
    record Owner() implements Bearer {}

    /** A program. */
    record Program(AccessToken token) implements Bearer {}
  }

  /**
   * Who makes a call; empty where it carries no token.
   *
   * @throws NoToken if it carries a wrong one
   * @throws WrongTokens.TooMany if too many wrong ones came from there
   */
  Optional<Bearer> of(Context ctx) {
    String authorization = ctx.header("Authorization");
    if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return Optional.empty();
    }
    Optional<Bearer> bearer = bearer(authorization.substring(7).strip());
    if (bearer.isEmpty()) {
      wrong.check(ctx.req().getRemoteAddr());
      wrong.note(ctx.req().getRemoteAddr());
      throw new NoToken();
    }
    return bearer;
  }

  private Optional<Bearer> bearer(String secret) {
    return MessageDigest.isEqual(ownerDigest, digest(secret))
        ? Optional.of(new Bearer.Owner())
        : tokens.flatMap(all -> all.find(secret)).map(Bearer.Program::new);
  }

  /**
   * Somebody signs in with the owner's password, the owner's token or a program's.
   *
   * @param address they call from, which is let try so often only
   * @return the program's token; empty for the owner
   * @throws EdosException refused if it is none of these; exhausted if too many wrong ones came
   *     from there
   */
  public Optional<AccessToken> signIn(String secret, String address, Sessions sessions) {
    try {
      wrong.check(address);
    } catch (WrongTokens.TooMany e) {
      throw new EdosException(
          EdosException.Category.EXHAUSTED,
          "too many wrong passwords came from this address; wait a minute",
          e);
    }
    Optional<Bearer> bearer = bearer(secret);
    if (bearer.isEmpty() && !sessions.isPassword(secret)) {
      wrong.note(address);
      throw EdosException.refused("that is no password and no token of this daemon");
    }
    return bearer.flatMap(one ->
        one instanceof Bearer.Program program ? Optional.of(program.token()) : Optional.empty());
  }

  /**
   * The program that makes a call; empty for the owner.
   *
   * @throws NoToken if the call carries none or a wrong one
   */
  Optional<AccessToken> required(Context ctx) {
    Bearer bearer = of(ctx).orElseThrow(NoToken::new);
    return bearer instanceof Bearer.Program program
        ? Optional.of(program.token())
        : Optional.empty();
  }

  /** Whether a token has not been revoked and has not expired. */
  boolean isGood(AccessToken token) {
    return tokens.map(all -> all.isGood(token)).orElse(false);
  }

  private static byte[] digest(String text) {
    return Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The call needs a token. */
  static final class NoToken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoToken() {
      super(
          "this call needs a token: Authorization: Bearer TOKEN, with the token of daemon.json in"
              + " the daemon's home or one that 'edos token create' has made");
    }
  }
}
