package org.edos.app.web;

import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.channel.Caller;
import org.edos.core.network.AccessToken;
import org.edos.core.network.Scope;

/**
 * Who looks at a page, and what they may do there.
 *
 * @param who that is
 * @param mark what the page's forms carry
 */
public record Visit(Who who, String mark) {
  /** Who looks. */
  public sealed interface Who {
    /** The person at this machine, who needs no password. */
    record Here() implements Who {}

    /** The daemon's owner, signed in. */
    record Owner() implements Who {}

    /** Somebody signed in with a program's token. */
    record Program(AccessToken token) implements Who {}

    /** Anybody else. */
    record Stranger() implements Who {}
  }

  /** Whether all of the daemon is theirs. */
  public boolean isOwner() {
    return who instanceof Who.Here || who instanceof Who.Owner;
  }

  /** Whether they have signed in, and may sign out. */
  public boolean isSignedIn() {
    return who instanceof Who.Owner || who instanceof Who.Program;
  }

  /** Whether they may see what is the owner's own. */
  public boolean mayRead() {
    return may(new Scope.Read());
  }

  /** Whether they may change the daemon. */
  public boolean mayAdminister() {
    return may(new Scope.Administer());
  }

  /** Whether they may do what a program needs this scope for. */
  public boolean may(Scope scope) {
    return switch (who) {
      case Who.Here here -> true;
      case Who.Owner owner -> true;
      case Who.Program program -> program.token().allows(scope);
      case Who.Stranger stranger -> false;
    };
  }

  /**
   * Does nothing if they may.
   *
   * @throws SignInNeeded if they have not signed in
   * @throws EdosException (refused) if they have, and may not
   */
  void require(Scope scope) {
    if (may(scope)) {
      return;
    }
    if (who instanceof Who.Program program) {
      throw EdosException.refused(
          "the token '" + program.token().name() + "' does not reach so far: this needs " + scope);
    }
    throw new SignInNeeded();
  }

  /** The program's token; empty for all others. */
  Optional<AccessToken> token() {
    return who instanceof Who.Program program ? Optional.of(program.token()) : Optional.empty();
  }

  /** Who they are to channels and releases. */
  Caller caller() {
    return switch (who) {
      case Who.Here here -> Caller.OWNER;
      case Who.Owner owner -> Caller.OWNER;
      case Who.Program program -> new Caller.Token(program.token());
      case Who.Stranger stranger -> Caller.ANYBODY;
    };
  }

  /**
   * Does nothing if they are the daemon's owner, and not a program of the owner's.
   *
   * @throws SignInNeeded if they have not signed in
   * @throws EdosException (refused) if they are a program
   */
  void requireOwner() {
    require(new Scope.Administer());
    if (who instanceof Who.Program program) {
      throw EdosException.refused(
          "the token '"
              + program.token().name()
              + "' does not reach so far: this is for the daemon's owner alone");
    }
  }

  /** By what name they are greeted. */
  public String name() {
    return switch (who) {
      case Who.Here here -> "this machine";
      case Who.Owner owner -> "owner";
      case Who.Program program -> "token " + program.token().name();
      case Who.Stranger stranger -> "visitor";
    };
  }

  /** Somebody has to sign in first. */
  static final class SignInNeeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SignInNeeded() {
      super("sign in to see this");
    }
  }
}
