package org.edos.physical.peer;

import java.net.URI;
import java.util.List;
import org.edos.core.unit.Sha256;

/**
 * What a peer tells of the contents that it holds, or holds no longer.
 *
 * @param peer the address of its daemon
 * @param contents at most {@link #MOST}
 */
public record HeldContents(URI peer, List<Sha256> contents) {
  /** Most contents in one call; who has more makes several. */
  public static final int MOST = 20_000;

  /** Copies the list. */
  public HeldContents {
    contents = List.copyOf(contents);
  }
}
