package org.edos.role.relay;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.edos.core.gateway.KnownFile;
import org.edos.core.unit.Content;

/** A file that is in the store already. */
record HeldTransfer(KnownFile file, Content whole) implements Transfer {
  @Override
  public State await(Duration atMost) {
    return State.HERE;
  }

  @Override
  public InputStream open(long offset) throws IOException {
    return whole.open(offset);
  }

  @Override
  public Optional<OriginRefusal> refusal() {
    return Optional.empty();
  }
}
