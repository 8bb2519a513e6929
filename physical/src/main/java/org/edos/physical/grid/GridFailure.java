package org.edos.physical.grid;

import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.failure.AbstractFailureHandler;
import org.apache.ignite.failure.FailureContext;
import org.apache.ignite.failure.FailureType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the inner node fails beyond repair, or the others have gone on without it, it stops; the
 * process lives on, and the node's watch starts another.
 */
final class GridFailure extends AbstractFailureHandler {
  private static final Logger LOG = LoggerFactory.getLogger(GridFailure.class);

  @Override
  protected boolean handle(Ignite ignite, FailureContext failure) {
    if (failure.type() == FailureType.SEGMENTATION) {
      LOG.warn("the grid went on without this node; it joins again");
    } else {
      LOG.error("the grid node failed ({}) and starts again", failure.type(), failure.error());
    }
    Thread.ofPlatform()
        .daemon()
        .name("edos-grid-stop")
        .start(() -> Ignition.stop(ignite.name(), true));
    return true;
  }
}
