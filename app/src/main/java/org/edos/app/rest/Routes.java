package org.edos.app.rest;

import io.javalin.config.JavalinConfig;
import java.util.List;

/**
 * A subject's part of the HTTP interface; other faces (pages, gateway) mount theirs in the same
 * way.
 */
public interface Routes {
  /** The calls, which are registered, guarded, counted and described in {@code openapi.json}. */
  List<Route> routes();

  /** Whether these are calls for programs too, which {@code openapi.json} describes. */
  default boolean isForPrograms() {
    return true;
  }

  /** Sets up what is no route, such as a handler before all routes. */
  default void configure(JavalinConfig config) {
    // Most subjects are routes alone.
  }

  /** Ends what the routes keep open, when the server stops. */
  default void close() {
    // Most subjects keep nothing open.
  }
}
