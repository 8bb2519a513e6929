package org.edos.core.deb;

import java.io.FilterInputStream;
import java.io.InputStream;

/** A stream of somebody else's, which closing what reads it leaves open. */
final class Unclosed extends FilterInputStream {
  Unclosed(InputStream in) {
    super(in);
  }

  @Override
  public void close() {}
}
