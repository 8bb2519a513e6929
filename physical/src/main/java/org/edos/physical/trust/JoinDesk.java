package org.edos.physical.trust;

import java.net.URI;
import org.edos.core.EdosException;
import org.edos.core.network.JoinAnswer;
import org.edos.core.network.JoinRequest;

/** Where a mirror hands in its request to become a member. */
@FunctionalInterface
public interface JoinDesk {
  /**
   * Asks a publisher.
   *
   * @throws EdosException refused if the publisher does not admit this mirror; external if it is
   *     away
   */
  JoinAnswer join(URI publisher, JoinRequest request);
}
