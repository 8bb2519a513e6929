package org.edos.app.rest;

/** Who may call a route. */
public enum Access {
  /** Anybody, under whatever host name. */
  ANYBODY,
  /** Anybody who calls this daemon by a name of its own, and no page of another site. */
  OWN_NAME,
  /** As OWN_NAME, and only with the daemon's token or the signature of another daemon. */
  SIGNED,
  /** As OWN_NAME, and only with the daemon's token. */
  TOKEN
}
