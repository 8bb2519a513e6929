package org.edos.role.download;

import org.edos.core.swarm.Assignment;
import org.edos.core.swarm.JoinedStatus;
import org.edos.core.swarm.JoinedStatus.JoinedSwarm;
import org.edos.physical.torrent.Torrent;

/** Says how joined flash crowds are doing, on the thread of {@link CrowdMember}. */
final class JoinedStatuses {
  private JoinedStatuses() {}

  static JoinedStatus of(JoinedCrowd crowd) {
    return new JoinedStatus(
        crowd.release(),
        crowd.address(),
        phase(crowd),
        crowd.isPaused(),
        crowd.assignment().map(Assignment::strategy).orElse(""),
        crowd.wanted().size(),
        crowd.wantedBytes(),
        crowd.hereBytes(),
        crowd.report(),
        crowd.swarms().stream()
            .map(swarm ->
                new JoinedSwarm(
                    swarm.cluster(),
                    swarm.infoHash(),
                    swarm.torrent().files().size(),
                    swarm.torrent().files().stream().mapToLong(Torrent.Entry::size).sum()))
            .toList());
  }

  private static JoinedStatus.Phase phase(JoinedCrowd crowd) {
    return switch (crowd.phase()) {
      case SUBMITTING -> JoinedStatus.Phase.WISHING;
      case WAITING -> JoinedStatus.Phase.WAITING;
      case SWARMING -> JoinedStatus.Phase.SWARMING;
      case FETCHING -> JoinedStatus.Phase.FETCHING;
      case REPORTING, DONE -> JoinedStatus.Phase.SHARING;
    };
  }
}
