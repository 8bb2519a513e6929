package org.edos.app.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.edos.actor.PeerStatus;
import org.edos.app.machine.Examination.Check;
import org.edos.app.machine.Examination.State;
import org.edos.core.unit.ByteSize;

/** Whether a daemon's contents have room: on their disk, and within the quota. */
public final class StoreRoom {
  private static final long LITTLE = 1_000_000_000L;
  private static final long TOO_LITTLE = 100_000_000L;

  private StoreRoom() {}

  /** Looks at the disk of a home, which may not be there yet. */
  public static Check disk(Path home) {
    Path store = home.resolve("store");
    Path place = Files.isDirectory(store) ? store : home;
    if (!Files.isDirectory(place)) {
      return new Check(
          "store",
          State.WARN,
          "there is no " + home + " yet",
          "the first daemon that starts with it makes it");
    }
    if (!Files.isWritable(place)) {
      return new Check(
          "store",
          State.FAIL,
          place + " cannot be written",
          "give it to the user that runs the daemon: chown -R");
    }
    try {
      return free(place, Files.getFileStore(place).getUsableSpace());
    } catch (IOException e) {
      return new Check(
          "store", State.FAIL, place + ": " + e.getMessage(), "see that its disk is in order");
    }
  }

  static Check free(Path place, long free) {
    State state = free < TOO_LITTLE ? State.FAIL : free < LITTLE ? State.WARN : State.OK;
    return new Check(
        "store",
        state,
        place + ", " + ByteSize.text(free) + " free on its disk",
        state == State.OK ? "" : "make room, or use another disk with --home");
  }

  /** Looks how much of the quota is used. */
  public static Check quota(PeerStatus status) {
    boolean tight = status.storedBytes() > status.quotaBytes() - status.quotaBytes() / 10;
    return new Check(
        "quota",
        tight ? State.WARN : State.OK,
        ByteSize.text(status.storedBytes()) + " of " + ByteSize.text(status.quotaBytes()) + " used",
        tight ? "start the daemon with a greater one: --set store-quota=..." : "");
  }
}
