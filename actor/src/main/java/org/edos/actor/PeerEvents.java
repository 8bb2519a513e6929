package org.edos.actor;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.edos.actor.PeerEvent.Activity;

/**
 * The stream of a peer's events: keeps the newest, and tells listeners of each as it happens, on
 * the thread where it happens. Listeners must not block. Safe for use by many threads.
 */
public final class PeerEvents {
  private static final int KEPT = 1000;

  private final Clock clock;
  private final Deque<PeerEvent> recent = new ArrayDeque<>();
  private final List<Consumer<PeerEvent>> listeners = new CopyOnWriteArrayList<>();
  private long lastId;

  PeerEvents(Clock clock) {
    this.clock = clock;
  }

  PeerEvent tell(Activity activity, String subject, String message, long done, long total) {
    PeerEvent event;
    synchronized (recent) {
      event = new PeerEvent(++lastId, clock.instant(), activity, subject, message, done, total);
      recent.addLast(event);
      if (recent.size() > KEPT) {
        recent.removeFirst();
      }
    }
    listeners.forEach(listener -> tell(listener, event));
    return event;
  }

  /** Work goes on, whatever ails whoever looks on. */
  private static void tell(Consumer<PeerEvent> listener, PeerEvent event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      System.getLogger(PeerEvents.class.getName())
          .log(System.Logger.Level.WARNING, "a listener of events failed", e);
    }
  }

  /** The kept events after an id, oldest first. */
  public List<PeerEvent> after(long id) {
    synchronized (recent) {
      return recent.stream().filter(event -> event.id() > id).toList();
    }
  }

  /** Tells a listener of every event to come, until the returned handle is run. */
  public Runnable listen(Consumer<PeerEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
