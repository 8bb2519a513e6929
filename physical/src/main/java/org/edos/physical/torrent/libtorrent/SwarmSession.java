package org.edos.physical.torrent.libtorrent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.edos.core.EdosException;
import org.edos.physical.torrent.ForeignTorrent;
import org.edos.physical.torrent.libtorrent.Message.Add;
import org.edos.physical.torrent.libtorrent.Message.AddForeign;
import org.edos.physical.torrent.libtorrent.Message.Limit;
import org.edos.physical.torrent.libtorrent.Message.Line;
import org.edos.physical.torrent.libtorrent.Message.Move;
import org.edos.physical.torrent.libtorrent.Message.Place;
import org.edos.physical.torrent.libtorrent.Message.Sources;
import org.edos.physical.torrent.libtorrent.Message.Start;
import org.edos.physical.torrent.libtorrent.SharedTorrent.Counts;
import org.libtorrent4j.swig.alert;
import org.libtorrent4j.swig.alert_ptr_vector;
import org.libtorrent4j.swig.file_error_alert;
import org.libtorrent4j.swig.hash_failed_alert;
import org.libtorrent4j.swig.listen_failed_alert;
import org.libtorrent4j.swig.listen_succeeded_alert;
import org.libtorrent4j.swig.session;
import org.libtorrent4j.swig.state_update_alert;
import org.libtorrent4j.swig.torrent_alert;
import org.libtorrent4j.swig.torrent_error_alert;
import org.libtorrent4j.swig.torrent_handle;
import org.libtorrent4j.swig.torrent_status;
import org.libtorrent4j.swig.tracker_error_alert;

/**
 * A session of libtorrent and its torrents. Every call is made by one thread, the process's main
 * one: libtorrent deadlocks when it is closed while another thread is in a call.
 */
final class SwarmSession {
  private static final int SAVE_SECONDS = 5;

  private final session session;
  private final Path unwanted;
  private final alert_ptr_vector alerts = new alert_ptr_vector();
  private final Map<String, SharedTorrent> torrents = new HashMap<>();
  private final Map<String, ForeignShared> foreign = new HashMap<>();
  private final Map<String, Line> lines = new HashMap<>();
  private final Set<String> changed = new HashSet<>();
  private final Set<SharedTorrent> broken = new HashSet<>();
  private final Checks checks = new Checks();
  private final KeptPieces kept;
  private final Nodes nodes;
  private final SessionTable table;
  private int listenPort;
  private String listenProblem = "";
  private long lookAt = secondsFromNow(1);
  private long saveAt = secondsFromNow(SAVE_SECONDS);

  SwarmSession(Start start) {
    session = SessionSettings.open(start);
    unwanted = Path.of(start.directory(), "unwanted");
    kept = new KeptPieces(Path.of(start.directory(), "kept"));
    nodes = new Nodes(Path.of(start.directory(), "nodes"));
    meet(nodes.load());
    table = new SessionTable(session);
  }

  /** Takes a torrent up, at once or when its files have been looked through. */
  void add(Add add) {
    var beginning = Beginning.of(add, kept);
    if (beginning.doubtful().isEmpty()) {
      join(beginning, beginning.had(), Counts.NONE);
    } else {
      checks.begin(beginning);
    }
  }

  /** Takes a torrent up that another program made. */
  void add(AddForeign add) {
    var infoHash = ForeignTorrent.parse(add.metainfo()).infoHash();
    try {
      foreign.put(infoHash, ForeignShared.add(session, add, unwanted));
    } catch (EdosException e) {
      failed(infoHash, e);
    }
  }

  private void failed(String infoHash, EdosException e) {
    lines.put(infoHash, Line.failed(infoHash, String.valueOf(e.getMessage())));
    changed.add(infoHash);
  }

  private void join(Beginning beginning, BitSet had, Counts before) {
    var infoHash = beginning.torrent().infoHash();
    try {
      torrents.put(infoHash, SharedTorrent.add(session, beginning, had, before, unwanted));
    } catch (EdosException e) {
      failed(infoHash, e);
    }
  }

  /** Does what is due: torrents that were looked through join, and progress is written down. */
  void work() {
    for (var checked : checks.take()) {
      join(checked.beginning(), checked.had(), Counts.NONE);
      checks.takeSources(checked.beginning().torrent().infoHash()).forEach(this::fetchFrom);
    }
    for (var torrent : List.copyOf(broken)) {
      broken.remove(torrent);
      withoutBroken(torrent);
    }
    if (System.nanoTime() - saveAt >= 0) {
      saveAt = secondsFromNow(SAVE_SECONDS);
      torrents.values().forEach(torrent -> torrent.progress().save(kept));
      nodes.saveIfDue(session);
    }
    long now = System.nanoTime();
    if (now - lookAt >= 0) {
      lookAt = secondsFromNow(1);
      torrents.values().forEach(torrent -> torrent.lookForPeers(now));
    }
  }

  /** Has a torrent fetched from further addresses. */
  void fetchFrom(Sources sources) {
    var torrent = torrents.get(sources.infoHash());
    if (torrent != null) {
      torrent.fetchFrom(sources.webSeeds());
    } else {
      checks.fetchFrom(sources);
    }
  }

  /** Changes how much is sent and received. */
  void limit(Limit limit) {
    SessionSettings.limit(session, limit);
  }

  /** Takes in nodes of the distributed hash table. */
  void meet(List<String> some) {
    some.forEach(node -> Nodes.add(session, node));
  }

  /** How many nodes of the distributed hash table it knew some seconds ago. */
  int nodesMet() {
    return nodes.count();
  }

  /** Where it listens for peers; 0 if it does not. */
  int listenPort() {
    return listenPort;
  }

  /** A stored file has disappeared: the torrent goes on as if it had never been here. */
  private void withoutBroken(SharedTorrent torrent) {
    if (torrents.get(torrent.infoHash()) == torrent) {
      var had = torrent.pieces();
      var beginning = Beginning.of(torrent.add(), kept);
      had.andNot(torrent.progress().brokenPieces());
      var before = torrent.counts();
      drop(torrent);
      join(beginning, had, before);
    }
  }

  void move(Move move) {
    var torrent = torrents.get(move.infoHash());
    if (torrent != null) {
      for (Place place : move.places()) {
        torrent.move(place);
      }
      torrent.settle();
      torrent.progress().save(kept);
      // A read of the old place may have failed just before.
      popAlerts();
      torrent.takeUpAgain();
    }
  }

  void remove(String infoHash) {
    checks.cancel(infoHash);
    kept.forget(infoHash);
    var torrent = torrents.get(infoHash);
    if (torrent != null) {
      drop(torrent);
    }
    var other = foreign.remove(infoHash);
    if (other != null) {
      leave(other.handle());
    }
    lines.remove(infoHash);
    changed.remove(infoHash);
  }

  private void drop(SharedTorrent torrent) {
    torrents.remove(torrent.infoHash());
    leave(torrent.handle());
  }

  private void leave(torrent_handle handle) {
    session.remove_torrent(handle);
    // A call that is answered from libtorrent's own thread: after it, nothing touches the files.
    session.is_listening();
    handle.delete();
  }

  /** Asks libtorrent to tell which torrents changed; {@link #popAlerts} hears of it. */
  void askForChanges() {
    long now = System.nanoTime();
    for (var torrent : torrents.values()) {
      torrent.takeUpAgainIfDue(now);
    }
    session.post_torrent_updates();
  }

  /** Takes in what libtorrent has to tell. An alert lives until the next call of this method. */
  void popAlerts() {
    session.pop_alerts(alerts);
    int size = alerts.size();
    for (int i = 0; i < size; i++) {
      var any = alerts.get(i);
      if (!table.hear(any)) {
        hear(any);
      }
    }
  }

  /** The distributed hash table. */
  SessionTable table() {
    return table;
  }

  private void hear(alert any) {
    int type = any.type();
    if (type == state_update_alert.alert_type) {
      var statuses = alert.cast_to_state_update_alert(any).getStatus();
      int size = statuses.size();
      for (int i = 0; i < size; i++) {
        hear(statuses.get(i));
      }
    } else if (type == hash_failed_alert.alert_type) {
      of(alert.cast_to_hash_failed_alert(any)).forEach(SharedTorrent::pieceFailed);
    } else if (type == tracker_error_alert.alert_type) {
      var failed = alert.cast_to_tracker_error_alert(any);
      of(failed)
          .forEach(
              torrent -> torrent.trackerFailed(failed.error_message() + failed.failure_reason()));
    } else if (type == file_error_alert.alert_type) {
      var failed = alert.cast_to_file_error_alert(any);
      fileFailed(failed, failed.filename() + ": " + failed.getError().message());
    } else if (type == torrent_error_alert.alert_type) {
      var failed = alert.cast_to_torrent_error_alert(any);
      fileFailed(failed, failed.filename() + ": " + failed.getError().message());
    } else if (type == listen_succeeded_alert.alert_type) {
      listenPort = alert.cast_to_listen_succeeded_alert(any).getPort();
    } else if (type == listen_failed_alert.alert_type) {
      listenProblem =
          "cannot listen for peers: " + alert.cast_to_listen_failed_alert(any).getError().message();
    }
  }

  private void fileFailed(torrent_alert about, String what) {
    var infoHash = infoHash(about);
    var torrent = torrents.get(infoHash);
    var other = foreign.get(infoHash);
    if (torrent != null) {
      torrent.fileFailed(what);
      if (torrent.isBroken()) {
        broken.add(torrent);
      }
    } else if (other != null) {
      other.fileFailed(what);
    }
  }

  private List<SharedTorrent> of(torrent_alert about) {
    var torrent = torrents.get(infoHash(about));
    return torrent == null ? List.of() : List.of(torrent);
  }

  private static String infoHash(torrent_alert about) {
    var handle = about.getHandle();
    var hashes = handle.info_hashes();
    var infoHash = hashes.getV1().to_hex();
    hashes.delete();
    handle.delete();
    return infoHash;
  }

  private void hear(torrent_status status) {
    var infoHash = status.getInfo_hashes().getV1().to_hex();
    var torrent = torrents.get(infoHash);
    var other = foreign.get(infoHash);
    if (torrent != null) {
      hear(torrent.line(status, listenProblem));
    } else if (other != null) {
      hear(other.line(status, listenProblem));
    }
  }

  private void hear(Line line) {
    if (!line.equals(lines.put(line.infoHash(), line))) {
      changed.add(line.infoHash());
    }
  }

  /** How the torrents are doing that changed since the last call. */
  List<Line> takeChanged() {
    var taken = new ArrayList<Line>();
    for (var infoHash : changed) {
      var line = lines.get(infoHash);
      if (line != null) {
        taken.add(line);
      }
    }
    changed.clear();
    return taken;
  }

  /** Tells the trackers and ends; takes about a second. */
  void close() {
    torrents.values().forEach(torrent -> torrent.progress().save(kept));
    var ending = session.abort();
    session.delete();
    ending.delete();
  }

  static long secondsFromNow(long seconds) {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }
}
