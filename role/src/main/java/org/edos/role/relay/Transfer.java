package org.edos.role.relay;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.gateway.KnownFile;
import org.edos.core.unit.Content;

/**
 * A file on its way here, shared by all who want it. Goes on when nobody reads it any more. Safe
 * for use by many threads.
 */
public interface Transfer {
  /** How far it has come. */
  enum State {
    /** Nothing that may be given yet. */
    WAITING,
    /** Bytes can be read. */
    ARRIVING,
    /** It is in the store. */
    HERE,
    /** Nobody gives it. */
    FAILED
  }

  /** What is brought. */
  KnownFile file();

  /** Waits until it is no longer {@link State#WAITING}, but not longer than this. */
  State await(Duration atMost);

  /**
   * The bytes from an offset on, as they arrive; reads wait for them. Nothing is given that might
   * be wrong: neither bytes of an untrusted peer before the whole file is verified, nor the last
   * ones of anybody.
   *
   * @return a stream for the caller to close; it breaks with {@link IOException} if the file turns
   *     out not to be had
   */
  InputStream open(long offset) throws IOException;

  /**
   * Waits until the file is in the store.
   *
   * @throws EdosException refused if the origin gives other bytes; external if nobody gives it;
   *     exhausted if there is no room for it
   */
  Content whole();

  /** What the origin said, where the transfer failed because it refused. */
  Optional<OriginRefusal> refusal();
}
