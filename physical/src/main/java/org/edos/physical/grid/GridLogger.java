package org.edos.physical.grid;

import org.apache.ignite.IgniteLogger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands Ignite's log to SLF4J, one level lower than Ignite thinks of itself: what it calls
 * information is detail here.
 */
final class GridLogger implements IgniteLogger {
  private final Logger log;

  GridLogger() {
    this(LoggerFactory.getLogger("org.edos.physical.grid.ignite"));
  }

  private GridLogger(Logger log) {
    this.log = log;
  }

  @Override
  public IgniteLogger getLogger(Object category) {
    return this;
  }

  @Override
  public void trace(String message) {
    log.trace(message);
  }

  @Override
  public void debug(String message) {
    log.trace(message);
  }

  @Override
  public void info(String message) {
    log.debug(message);
  }

  @Override
  public void warning(String message, @Nullable Throwable error) {
    log.info(message, error);
  }

  @Override
  public void error(String message, @Nullable Throwable error) {
    if (message.startsWith("MBean for ")) {
      return; // management beans are off, and each one that is not made is told as an error
    }
    log.error(message, error);
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public boolean isInfoEnabled() {
    return log.isDebugEnabled();
  }

  @Override
  public boolean isQuiet() {
    return false;
  }

  @Override
  public @Nullable String fileName() {
    return null;
  }
}
