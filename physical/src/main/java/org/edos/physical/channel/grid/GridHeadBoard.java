package org.edos.physical.channel.grid;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.edos.core.channel.SignedHead;
import org.edos.physical.channel.HeadBoard;
import org.edos.physical.grid.GridCache;
import org.edos.physical.grid.GridNode;
import org.edos.physical.grid.Placement;

/**
 * Heads in the grid, whole on every node; the publisher's node alone writes. Safe for use by many
 * threads.
 */
public final class GridHeadBoard implements HeadBoard {
  private final GridCache<String, byte[]> heads;

  /** Opens the heads of a grid. */
  public GridHeadBoard(GridNode node) {
    this.heads = node.cache("channel-heads", Placement.EVERYWHERE);
  }

  @Override
  public Optional<SignedHead> head(String channel) {
    return heads.get(channel).map(SignedHead::read);
  }

  @Override
  public void put(SignedHead head) {
    heads.put(head.head().channel(), head.write());
  }

  @Override
  public void retain(Set<String> channels) {
    Set<String> gone = new TreeSet<>(heads.keys());
    gone.removeAll(channels);
    heads.removeAll(gone);
  }
}
