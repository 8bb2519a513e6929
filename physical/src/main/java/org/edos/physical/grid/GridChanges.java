package org.edos.physical.grid;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hints between nodes that something has changed, each a topic and nothing more. One may get lost,
 * so whoever waits for one also looks now and then. Safe for use by many threads.
 */
final class GridChanges {
  private static final Logger LOG = LoggerFactory.getLogger(GridChanges.class);
  private static final String TOPIC = "edos-change";

  private final Map<String, List<Runnable>> listeners = new ConcurrentHashMap<>();

  /** Hears what comes to an inner node. */
  void hear(Ignite ignite) {
    ignite
        .message()
        .localListen(
            TOPIC,
            (sender, topic) -> {
              listeners.getOrDefault(String.valueOf(topic), List.of()).forEach(Runnable::run);
              return true;
            });
  }

  GridNode.Listening add(String topic, Runnable listener) {
    List<Runnable> all = listeners.computeIfAbsent(topic, t -> new CopyOnWriteArrayList<>());
    all.add(listener);
    return () -> all.remove(listener);
  }

  void tell(Ignite ignite, String topic) {
    try {
      var others = ignite.cluster().forServers().forRemotes();
      if (!others.nodes().isEmpty()) {
        ignite.message(others).send(TOPIC, topic);
      }
    } catch (IgniteException | IllegalStateException e) {
      LOG.debug("the others are not told that {} changed; they will look", topic, e);
    }
  }
}
