package org.edos.core.channel;

/** What one {@link Follower} is told; safe for use by many threads. */
public interface Following extends AutoCloseable {
  /** Says that a follower who would not take an event does so again; quick. */
  void ready();

  /** Ends it; the follower may be told a last time meanwhile. */
  @Override
  void close();
}
