package org.edos.physical.grid;

import java.util.Collection;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.TopologyValidator;

/**
 * Lets a part of the grid change its data only while the publisher's node is in it, so that a part
 * that is cut off never grows a history of its own.
 *
 * @param publisher the name of the publisher's node
 */
record PublisherPresent(String publisher) implements TopologyValidator {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean validate(Collection<ClusterNode> nodes) {
    return nodes.stream().anyMatch(node -> publisher.equals(node.consistentId()));
  }
}
