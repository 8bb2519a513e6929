package org.edos.app.rest;

import io.javalin.http.Context;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.network.AccessToken;
import org.edos.core.network.Scope;

/** Which scope lets a program's token into a call; the owner's own token is let into all. */
public enum Within {
  /** None: the owner alone. */
  NONE("the token of daemon.json"),
  /** {@code read}. */
  READ("read"),
  /** {@code administer}. */
  ADMINISTER("administer"),
  /** {@code publish:NAME}, the release that the path names. */
  PUBLISH("publish:NAME"),
  /** {@code publish:NAME} of the release that the body names, at which its handler looks. */
  PUBLISH_IN_BODY("publish:NAME");

  private static final String TOKEN = "edos.token";

  private final String word;

  Within(String word) {
    this.word = word;
  }

  /** The scope as it is written; NAME stands for what the call is about. */
  String word() {
    return word;
  }

  /**
   * Does nothing if a token may make this call.
   *
   * @throws EdosException (refused) if its scopes do not reach so far
   */
  void check(AccessToken token, Context ctx) {
    boolean let =
        switch (this) {
          case NONE -> false;
          case READ -> token.allows(new Scope.Read());
          case ADMINISTER -> token.allows(new Scope.Administer());
          case PUBLISH -> token.allows(new Scope.Publish(ctx.pathParam("name")));
          case PUBLISH_IN_BODY -> true;
        };
    if (!let) {
      throw refused(token, word);
    }
    ctx.attribute(TOKEN, token);
  }

  /**
   * Does nothing if a call that was let in may do this as well, which its body says.
   *
   * @throws EdosException (refused) if it comes with a token whose scopes do not reach so far
   */
  public static void require(Context ctx, Scope scope) {
    AccessToken token = ctx.attribute(TOKEN);
    if (token != null && !token.allows(scope)) {
      throw refused(token, scope.toString());
    }
  }

  /** The program's token that a call was let in with; empty for the owner. */
  static Optional<AccessToken> token(Context ctx) {
    return Optional.ofNullable(ctx.attribute(TOKEN));
  }

  private static EdosException refused(AccessToken token, String needed) {
    return EdosException.refused(
        "the token '" + token.name() + "' does not reach so far: this call needs " + needed);
  }
}
