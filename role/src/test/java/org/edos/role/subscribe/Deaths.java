package org.edos.role.subscribe;

import java.util.function.Supplier;

/** When a process dies: before or after some of its calls have had their effect. */
final class Deaths {
  /** A process dies; nothing of it goes on. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private int left = Integer.MAX_VALUE;

  /** It dies at so many moments from now; there is one before and one after each call. */
  void in(int moments) {
    left = moments;
  }

  /** It lives on. */
  void never() {
    left = Integer.MAX_VALUE;
  }

  <T> T around(Supplier<T> call) {
    moment();
    T result = call.get();
    moment();
    return result;
  }

  void moment() {
    if (left != Integer.MAX_VALUE && left-- <= 0) {
      never();
      throw new Killed();
    }
  }
}
