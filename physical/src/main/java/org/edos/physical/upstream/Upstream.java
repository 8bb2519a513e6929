package org.edos.physical.upstream;

import org.edos.core.EdosException;

/**
 * Asks the servers of existing repositories, whatever they answer. Redirects are followed, never
 * from https to http. Safe for use by many threads.
 */
public interface Upstream extends AutoCloseable {
  /**
   * Asks once.
   *
   * @return the answer, whatever its status; the caller closes it
   * @throws EdosException (external) if the server cannot be reached or gives no answer in time
   */
  UpstreamAnswer ask(UpstreamRequest request);

  /** Breaks off every answer that is under way. */
  @Override
  void close();
}
