package org.edos.app.web;

import java.time.Instant;
import java.util.List;
import org.edos.actor.AnnouncedCrowd;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.JoinedStatus;

/**
 * What the page of all flash crowds shows, as it is at one moment.
 *
 * @param publisher whether this peer runs them
 * @param run those that it runs, the newest first
 * @param joined those that it takes part in; none for others than its own person
 * @param announced those that it has heard of and has not joined, the newest first
 * @param problem why it may not have heard of all; empty when it has
 * @param now when it was looked at
 */
public record CrowdsView(
    boolean publisher,
    List<CrowdStatus> run,
    List<JoinedStatus> joined,
    List<AnnouncedCrowd> announced,
    String problem,
    Instant now) {
  /** The address of a flash crowd's page. */
  public static String path(ReleaseId release) {
    return "/crowds/" + Words.encoded(release.name()) + "/" + Words.encoded(release.version());
  }

  /** How far this peer is in a flash crowd, in words. */
  public static String words(JoinedStatus joined) {
    if (joined.paused()) {
      return "paused";
    }
    return switch (joined.phase()) {
      case WISHING -> "handing in the wish list";
      case WAITING -> "waiting for the plan";
      case SWARMING -> "swarming";
      case FETCHING -> "fetching the rest from replicas";
      case SHARING -> "all here, shared on";
    };
  }

  /** How long ago something was. */
  public String ago(Instant time) {
    return Words.ago(time, now);
  }
}
