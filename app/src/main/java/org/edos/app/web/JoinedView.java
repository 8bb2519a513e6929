package org.edos.app.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.actor.AnnouncedCrowd;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.JoinedStatus;
import org.edos.core.swarm.SwarmStatus;

/**
 * What a peer's page of a flash crowd shows that it has heard of, or takes part in.
 *
 * @param release of it
 * @param announced the newest announcement; empty where this peer has heard of none
 * @param joined this peer's part; empty where it has none, or somebody else looks
 * @param swarms of this peer's part
 * @param problem why the announcement is not known; empty when nothing hinders
 * @param now when it was looked at
 */
public record JoinedView(
    ReleaseId release,
    Optional<AnnouncedCrowd> announced,
    Optional<JoinedStatus> joined,
    List<Row> swarms,
    String problem,
    Instant now) {
  /**
   * A swarm that was joined.
   *
   * @param wanted bytes of its contents that this peer wants of it; 0 while it is left
   * @param state in words
   */
  public record Row(
      int cluster,
      int contents,
      long bytes,
      long wanted,
      long here,
      String state,
      long down,
      long up,
      int peers) {}

  static List<Row> rows(JoinedStatus joined, List<SwarmStatus> engine) {
    Map<String, SwarmStatus> statuses = new HashMap<>();
    engine.forEach(status -> statuses.put(status.infoHash(), status));
    List<Row> rows = new ArrayList<>();
    for (JoinedStatus.JoinedSwarm swarm : joined.swarms()) {
      Optional<SwarmStatus> status = Optional.ofNullable(statuses.get(swarm.infoHash()));
      rows.add(
          new Row(
              swarm.cluster(),
              swarm.contents(),
              swarm.bytes(),
              status.map(SwarmStatus::wantedBytes).orElse(0L),
              status.map(SwarmStatus::doneBytes).orElse(0L),
              status.map(its -> DownloadsView.words(its)).orElse("left"),
              status.map(SwarmStatus::downloadRate).orElse(0L),
              status.map(SwarmStatus::uploadRate).orElse(0L),
              status.map(SwarmStatus::peers).orElse(0)));
    }
    return rows;
  }
}
