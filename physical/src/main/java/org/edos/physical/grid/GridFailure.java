package org.edos.physical.grid;

import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.failure.AbstractFailureHandler;
import org.apache.ignite.failure.FailureContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the node fails beyond repair it says so and stops; the process lives on, and its calls to
 * the grid fail.
 */
final class GridFailure extends AbstractFailureHandler {
  private static final Logger LOG = LoggerFactory.getLogger(GridFailure.class);

  @Override
  protected boolean handle(Ignite ignite, FailureContext failure) {
    LOG.error(
        "the grid node failed ({}) and stops; restart the daemon", failure.type(), failure.error());
    Thread.ofPlatform()
        .daemon()
        .name("edos-grid-stop")
        .start(() -> Ignition.stop(ignite.name(), true));
    return true;
  }
}
