package org.edos.app.rest;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.edos.actor.PeerUsers;
import org.edos.core.EdosException;
import org.edos.core.channel.Caller;
import org.edos.core.network.CallProof;
import org.edos.core.unit.Sha256;

/**
 * Tells who makes a call: whoever has the daemon's token, a program with one of its own, a user
 * whose daemon has signed the call, or anybody. Where a call comes from gives no right. Safe for
 * use by many threads.
 */
final class CallProofs {
  private static final byte[] NO_BODY = {};

  private final Gate gate;
  private final PeerUsers users;

  CallProofs(Gate gate, PeerUsers users) {
    this.gate = gate;
    this.users = users;
  }

  /**
   * Who makes a call without a body.
   *
   * @throws EdosException (refused) if a user's signature is not good
   */
  Caller of(Context ctx) {
    return of(ctx, NO_BODY);
  }

  /** Like {@link #of(Context)}, for a call with a body. */
  Caller of(Context ctx, byte[] body) {
    return caller(ctx, body, users::caller);
  }

  /**
   * Like {@link #of(Context, byte[])}, for a call that changes something: signatures serve once.
   */
  Caller once(Context ctx, byte[] body) {
    return caller(ctx, body, users::callerOnce);
  }

  private Caller caller(Context ctx, byte[] body, Function<CallProof, Caller> known) {
    Optional<Bearers.Bearer> bearer = gate.bearers().of(ctx);
    if (bearer.isPresent()) {
      return bearer(bearer.get());
    }
    Caller caller = proof(ctx, body).map(known).orElse(Caller.ANYBODY);
    if (caller instanceof Caller.Known && !gate.isCalledByOwnName(ctx)) {
      throw EdosException.refused(
          "this call is signed for '"
              + ctx.header("Host")
              + "', which is no name of this daemon; call it by the address that 'edos status'"
              + " shows there, or set 'address'");
    }
    return caller;
  }

  /** Who a caller is by now: rights, users and tokens change while a stream goes on. */
  Caller byNow(Caller caller) {
    if (caller instanceof Caller.Token token) {
      return gate.bearers().isGood(token.token()) ? caller : Caller.ANYBODY;
    }
    return users.byNow(caller);
  }

  private static Caller bearer(Bearers.Bearer bearer) {
    return switch (bearer) {
      case Bearers.Bearer.Owner owner -> Caller.OWNER;
      case Bearers.Bearer.Program program -> new Caller.Token(program.token());
    };
  }

  private static Optional<CallProof> proof(Context ctx, byte[] body) {
    String signature = ctx.header(CallProof.PROOF_HEADER);
    if (signature == null) {
      return Optional.empty();
    }
    String query = ctx.req().getQueryString();
    String path = ctx.req().getRequestURI();
    CallProof.Called called =
        new CallProof.Called(
            ctx.req().getMethod(),
            String.valueOf(ctx.header("Host")).toLowerCase(Locale.ROOT),
            query == null ? path : path + "?" + query,
            Sha256.of(body));
    try {
      long millis = Long.parseLong(String.valueOf(ctx.header(CallProof.TIME_HEADER)));
      String key = String.valueOf(ctx.header(CallProof.KEY_HEADER));
      return Optional.of(new CallProof(called, millis, key, signature));
    } catch (NumberFormatException e) {
      throw EdosException.refused(
          CallProof.TIME_HEADER + " of a signed call is the time in milliseconds since 1970");
    }
  }
}
