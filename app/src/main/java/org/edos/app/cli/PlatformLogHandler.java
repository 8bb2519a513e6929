package org.edos.app.cli;

import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/**
 * Hands what the Java platform's own loggers are told ({@code System.Logger}, {@code
 * java.util.logging}) to SLF4J.
 */
final class PlatformLogHandler extends Handler {
  private static final TreeMap<Integer, org.slf4j.event.Level> LEVELS =
      new TreeMap<>(
          Map.of(
              Integer.MIN_VALUE,
              org.slf4j.event.Level.TRACE,
              Level.FINE.intValue(),
              org.slf4j.event.Level.DEBUG,
              Level.INFO.intValue(),
              org.slf4j.event.Level.INFO,
              Level.WARNING.intValue(),
              org.slf4j.event.Level.WARN,
              Level.SEVERE.intValue(),
              org.slf4j.event.Level.ERROR));

  private final SimpleFormatter formatter = new SimpleFormatter();

  @Override
  public void publish(LogRecord entry) {
    String name = entry.getLoggerName() == null ? "java" : entry.getLoggerName();
    org.slf4j.Logger logger = LoggerFactory.getLogger(name);
    org.slf4j.event.Level level = LEVELS.floorEntry(entry.getLevel().intValue()).getValue();
    logger.atLevel(level).setCause(entry.getThrown()).log(formatter.formatMessage(entry));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
