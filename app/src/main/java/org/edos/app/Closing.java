package org.edos.app;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was opened, the last first, and goes on when one fails. Used by one thread. */
final class Closing implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T resource) {
    opened.push(resource);
    return resource;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      AutoCloseable resource = opened.pop();
      try {
        resource.close();
      } catch (Exception e) {
        System.getLogger(Closing.class.getName())
            .log(System.Logger.Level.WARNING, "closing " + resource.getClass().getSimpleName(), e);
      }
    }
  }
}
