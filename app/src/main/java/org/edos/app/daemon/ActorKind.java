package org.edos.app.daemon;

import java.util.Locale;

/** Which actor a daemon is. */
public enum ActorKind {
  PUBLISHER,
  MIRROR,
  CLIENT;

  /** The word on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
