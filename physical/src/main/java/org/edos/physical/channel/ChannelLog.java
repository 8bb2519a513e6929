package org.edos.physical.channel;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;

/**
 * The channels as their keeper sees them. An append that has returned is durable. Safe for use by
 * many threads.
 */
public interface ChannelLog extends ChannelReader, AutoCloseable {
  /**
   * Creates a channel.
   *
   * @throws EdosException (usage) if there is one of that name
   */
  void create(Channel channel);

  /**
   * Gives a channel another description and other rights.
   *
   * @throws EdosException (not found) if there is no channel of that name
   */
  void change(Channel channel);

  /** Deletes a channel with its events; says whether it was there. */
  boolean delete(String channel);

  /**
   * Appends an event under the next id and tells the listeners.
   *
   * @throws EdosException (not found) if there is no such channel
   */
  default ChannelEvent append(
      String channel, ChannelEvent.Kind kind, String subject, Map<String, String> details) {
    return append(channel, List.of(new Draft(kind, subject, details))).getFirst();
  }

  /**
   * Appends events in their order, faster than one by one, and tells the listeners. A crash in the
   * middle may leave the first of them appended, and none behind one that is not.
   *
   * @throws EdosException (not found) if there is no such channel
   */
  List<ChannelEvent> append(String channel, List<Draft> drafts);

  /** An event that is to be appended; see {@link ChannelEvent}. */
  record Draft(ChannelEvent.Kind kind, String subject, Map<String, String> details) {
    /** The event that it becomes. */
    public ChannelEvent event(String channel, long id, Instant time) {
      return new ChannelEvent(channel, id, time, kind, subject, details);
    }
  }

  /**
   * Takes over an event from the channel's keeper under its own id, creating the channel where
   * needed; an event that is here already, or older than the newest here, changes nothing. Says
   * whether it was new.
   */
  boolean replicate(ChannelEvent event);

  @Override
  void close();
}
