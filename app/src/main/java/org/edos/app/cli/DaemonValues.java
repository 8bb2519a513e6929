package org.edos.app.cli;

import org.edos.core.EdosException;
import org.edos.physical.peer.PeerJson;
import tools.jackson.databind.JsonNode;

/** Values out of answers that came as trees. */
final class DaemonValues {
  private DaemonValues() {}

  /**
   * The value that a tree is.
   *
   * @throws EdosException (external) if it is something else
   */
  static <T> T of(JsonNode tree, Class<T> type) {
    return PeerJson.read(PeerJson.write(tree), type);
  }
}
