package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.InetAddress;

/** Tells this machine's own callers from others. */
public final class OwnCaller {
  private OwnCaller() {}

  /** Whether a call came from this machine. */
  public static boolean is(Context ctx) {
    return is(ctx.req().getRemoteAddr(), ctx.req().getLocalAddr());
  }

  /**
   * Whether a call came from this machine by nobody's hands: not through a proxy in front of the
   * daemon, and not from a page of another site that had a name of its own point here.
   */
  public static boolean isDirect(Context ctx) {
    String host = String.valueOf(ctx.header("Host")).replaceFirst(":[0-9]+$", "");
    boolean named = !host.equals("localhost") && !host.matches("[0-9.]+|\\[[0-9a-fA-F:.]+]");
    return is(ctx)
        && !named
        && ctx.header("Forwarded") == null
        && ctx.header("X-Forwarded-For") == null
        && ctx.header("Via") == null;
  }

  /**
   * Whether a call came from this machine.
   *
   * @param remote the caller's numeric address
   * @param local the numeric address that was called
   */
  static boolean is(String remote, String local) {
    try {
      InetAddress caller = InetAddress.getByName(remote);
      return caller.isLoopbackAddress() || caller.equals(InetAddress.getByName(local));
    } catch (IOException e) {
      return false;
    }
  }
}
