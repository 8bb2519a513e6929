package org.edos.role.subscribe;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.Recent;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.metadata.Document;
import org.edos.core.query.DocumentFields;
import org.edos.core.unit.UnitId;

/**
 * What the documents of events' units say: looked up once for an event, however many ask, and
 * remembered for a while. Safe for use by many threads.
 */
final class Descriptions {
  private static final int MOST = 512;
  private static final int LOCKS = 16;

  private record Key(String channel, long id) {}

  private final Function<UnitId, Optional<Document>> documents;
  private final Recent<Key, Described> recent = new Recent<>(MOST);

  /** Held while a unit is looked up, so that whoever asks meanwhile waits for the same answer. */
  private final List<ReentrantLock> locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

  Descriptions(Function<UnitId, Optional<Document>> documents) {
    this.documents = documents;
  }

  /**
   * Looks an event's unit up. An event that cannot be understood matches nothing, lest it hold up
   * all after it.
   *
   * @throws EdosException (external) if the index cannot answer now
   */
  Described of(ChannelEvent event) {
    Key key = new Key(event.channel(), event.id());
    ReentrantLock lock = locks.get(Math.floorMod(key.hashCode(), LOCKS));
    lock.lock();
    try {
      return known(key).orElseGet(() -> remember(key, new Described(event, true, fields(event))));
    } finally {
      lock.unlock();
    }
  }

  private Optional<Described> known(Key key) {
    synchronized (recent) {
      return recent.get(key);
    }
  }

  private Described remember(Key key, Described described) {
    synchronized (recent) {
      recent.put(key, described);
    }
    return described;
  }

  private Optional<DocumentFields> fields(ChannelEvent event) {
    if (event.kind() != ChannelEvent.Kind.UNIT_ADDED) {
      return Optional.empty();
    }
    try {
      return documents.apply(UnitId.parse(event.subject())).map(DocumentFields::of);
    } catch (EdosException e) {
      if (e.category() == EdosException.Category.EXTERNAL) {
        throw e;
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      System.getLogger(Descriptions.class.getName())
          .log(System.Logger.Level.ERROR, "unit " + event.subject() + " cannot be described", e);
      return Optional.empty();
    }
  }
}
