package org.edos.app.rest;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, whatever engine carries them. The answer's head goes out with the
 * first bytes of its body. For one thread.
 */
public interface Exchange {
  /** The request's method, in capitals. */
  String method();

  /** A header of the request; several of one name are one, separated by commas. */
  @Nullable String header(String name);

  /** Sets a header of the answer. */
  void set(String name, String value);

  /**
   * Says what the answer will be; nothing is sent yet.
   *
   * @param length of its body in bytes
   */
  void begin(int status, String type, long length);

  /** Says that the answer is its head alone: 304. */
  void unmodified();

  /** Sends the head of the answer now, since its body will take a while. */
  void flush() throws IOException;

  /** An array to read bytes into, of this size at least, good until the exchange is over. */
  byte[] buffer(int size);

  /**
   * Sends bytes of the body, which are the caller's again when this returns.
   *
   * @param last whether they are its last ones
   * @throws IOException if the asker has gone
   */
  void write(byte[] bytes, int offset, int count, boolean last) throws IOException;
}
