package org.edos.role.subscribe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edos.core.channel.ChannelEvent;

/**
 * What was told and is not in the inbox yet, in order; bounded. Many threads may add, one takes.
 * What is taken stays until it is removed, so that what could not be stored is tried again.
 */
final class ToldEvents {
  /**
   * What a follower was told.
   *
   * @param id of an event of the channel
   * @param event the event; empty where it only says how far the channel has been told
   */
  record Told(String channel, long id, Optional<ChannelEvent> event, List<String> interests) {}

  private final int capacity;
  private final ArrayDeque<Told> waiting = new ArrayDeque<>();
  private boolean refused;

  ToldEvents(int capacity) {
    this.capacity = capacity;
  }

  /** Adds something; false if there is no room. */
  synchronized boolean add(Told told) {
    if (waiting.size() >= capacity) {
      refused = true;
      return false;
    }
    waiting.add(told);
    return true;
  }

  /** The oldest, at least one where there is one, for about so many interests together. */
  synchronized List<Told> first(int most) {
    List<Told> first = new ArrayList<>();
    int interests = 0;
    for (Told told : waiting) {
      if (interests >= most) {
        break;
      }
      interests += told.interests().size();
      first.add(told);
    }
    return first;
  }

  /** Removes the oldest; says whether something was refused before for which there is room now. */
  synchronized boolean remove(int count) {
    for (int i = 0; i < count; i++) {
      waiting.remove();
    }
    boolean again = refused && waiting.size() <= capacity / 2;
    refused = refused && !again;
    return again;
  }
}
