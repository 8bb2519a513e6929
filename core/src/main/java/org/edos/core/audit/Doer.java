package org.edos.core.audit;

import org.edos.core.channel.Caller;

/**
 * Who does something, and from where.
 *
 * @param who {@code owner} for whoever runs the daemon, {@code user:NAME} for a user of the
 *     network, {@code token:NAME} for a program of the owner's, {@code anybody}
 * @param from the address of the machine that the call came from; {@code here} within the process
 */
public record Doer(String who, String from) {
  private static final String OWNER = "owner";

  /** A program that uses the publisher within its own process. */
  public static final Doer HERE = new Doer(OWNER, "here");

  private static final int MOST = 200;

  /** Keeps both short and on one line. */
  public Doer {
    who = plain(who);
    from = plain(from);
  }

  /** A caller. */
  public static Doer of(Caller caller, String from) {
    return switch (caller) {
      case Caller.Owner owner -> new Doer(OWNER, from);
      case Caller.Token token -> new Doer("token:" + token.token().name(), from);
      case Caller.Known known -> new Doer("user:" + known.user().name(), from);
      case Caller.Anybody anybody -> new Doer("anybody", from);
    };
  }

  /** Whether it is whoever runs the daemon. */
  public boolean isOwner() {
    return who.equals(OWNER);
  }

  private static String plain(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= MOST ? plain : plain.substring(0, MOST);
  }
}
