package org.edos.core;

import java.io.IOException;
import java.io.InputStream;

/** For streams that are made to be read in portions, and by bytes only if somebody insists. */
public final class OneByte {
  private OneByte() {}

  /**
   * Reads one byte by way of {@link InputStream#read(byte[], int, int)}.
   *
   * @return 0 to 255; -1 at the end
   */
  public static int of(InputStream in) throws IOException {
    byte[] one = new byte[1];
    return in.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }
}
