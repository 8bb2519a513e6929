package org.edos.app.machine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What package managers asked a daemon for last, so that a page can show whoever sets one up that
 * it works. Bounded, and forgotten with the process. Safe for use by many threads: its monitor
 * guards all.
 */
public final class RecentAsks {
  private static final int KEPT = 500;
  private static final int MOST_CHARACTERS = 300;

  private final Clock clock;
  private final Deque<Ask> asks = new ArrayDeque<>();

  /**
   * Something that was asked for.
   *
   * @param at when
   * @param manager {@code apt} or {@code dnf}
   * @param from the numeric address of the machine that asked
   * @param what the path or address, without its query
   */
  public record Ask(Instant at, String manager, String from, String what) {
    /** Whether it is apt's look at whether the daemon is there at all. */
    public boolean isLook() {
      return what.equals("/");
    }

    /** The file's name. */
    public String file() {
      return what.substring(what.lastIndexOf('/') + 1);
    }
  }

  /** Knows of nothing yet. */
  public RecentAsks(Clock clock) {
    this.clock = clock;
  }

  /**
   * Notes a request, if a package manager makes it.
   *
   * @param agent the request's User-Agent
   * @param from who calls
   * @param target what is asked for
   */
  public void note(@Nullable String agent, @Nullable SocketAddress from, String target) {
    Optional<String> manager = agent == null ? Optional.empty() : manager(agent);
    if (manager.isEmpty()) {
      return;
    }
    String path = target.split("[?#]", 2)[0];
    String what = path.substring(0, Math.min(path.length(), MOST_CHARACTERS));
    Ask ask = new Ask(clock.instant(), manager.get(), address(from), what);
    synchronized (this) {
      asks.addLast(ask);
      if (asks.size() > KEPT) {
        asks.removeFirst();
      }
    }
  }

  private static Optional<String> manager(String agent) {
    String text = agent.toLowerCase(Locale.ROOT);
    if (text.contains("apt-http")) {
      return Optional.of("apt");
    }
    return text.contains("dnf") || text.contains("urlgrabber")
        ? Optional.of("dnf")
        : Optional.empty();
  }

  private static String address(@Nullable SocketAddress from) {
    InetAddress address = from instanceof InetSocketAddress inet ? inet.getAddress() : null;
    return address == null ? "" : address.getHostAddress();
  }

  /** What was asked for at a moment or later, the newest first. */
  public synchronized List<Ask> since(Instant moment) {
    return asks.stream().filter(ask -> !ask.at().isBefore(moment)).toList().reversed();
  }
}
