package org.edos.core.swarm;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.edos.core.release.ReleaseId;

/**
 * What chosen peers answered to a publisher's offer.
 *
 * @param release that it was of
 * @param answers one for each peer
 */
public record Pushed(ReleaseId release, List<Answer> answers) {
  /**
   * What one peer answered.
   *
   * @param address of its daemon
   * @param peer its id; empty where it does not accept
   * @param problem why it does not; empty where it does
   */
  public record Answer(URI address, Optional<PeerId> peer, String problem) {}

  /** Copies the list. */
  public Pushed {
    answers = List.copyOf(answers);
  }

  /** The peers that accepted. */
  public List<PeerId> accepted() {
    return answers.stream().flatMap(answer -> answer.peer().stream()).toList();
  }
}
