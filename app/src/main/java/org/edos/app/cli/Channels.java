package org.edos.app.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelChange;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Rights;
import org.edos.core.unit.UnitId;

/** The daemon's channels, as several commands need them. */
final class Channels {
  private static final int AT_ONCE = 1000;

  private Channels() {}

  /** Refuses malformed names before anybody is asked. */
  static void checkName(String name) {
    Channel.checkName(name);
  }

  static List<Channel> all(DaemonClient daemon) {
    return List.of(daemon.read(ApiPath.of("channels"), Channel[].class));
  }

  static Channel create(DaemonClient daemon, String name, String description, Rights rights) {
    return daemon.post(
        ApiPath.of("channels"),
        Map.of("name", name, "description", description, "rights", rights),
        Channel.class);
  }

  static Channel change(DaemonClient daemon, String name, ChannelChange change) {
    return daemon.post(ApiPath.of("channels", name), change, Channel.class);
  }

  /** The channel of that name, made where it is missing. */
  static Channel ensure(DaemonClient daemon, String name, String description) {
    return all(daemon).stream()
        .filter(channel -> channel.name().equals(name))
        .findFirst()
        .orElseGet(() -> create(daemon, name, description, Rights.PUBLIC));
  }

  /**
   * Adds units to a channel, as many at once as a request may carry; gives how many events that
   * made.
   */
  static int add(DaemonClient daemon, String name, List<? extends UnitId> units) {
    return change(daemon, ApiPath.of("channels", name, "units"), units).size();
  }

  /** Takes units out of a channel; gives how many events that made. */
  static int remove(DaemonClient daemon, String name, List<? extends UnitId> units) {
    return change(daemon, ApiPath.of("channels", name, "units", "remove"), units).size();
  }

  private static List<ChannelEvent> change(
      DaemonClient daemon, String path, List<? extends UnitId> units) {
    List<ChannelEvent> events = new ArrayList<>();
    for (int from = 0; from < units.size(); from += AT_ONCE) {
      List<? extends UnitId> some = units.subList(from, Math.min(from + AT_ONCE, units.size()));
      events.addAll(Arrays.asList(daemon.post(path, Map.of("ids", some), ChannelEvent[].class)));
    }
    return events;
  }
}
