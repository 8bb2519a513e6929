package org.edos.physical.torrent.libtorrent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.libtorrent4j.swig.session;
import org.libtorrent4j.swig.session_handle;
import org.libtorrent4j.swig.string_int_pair;

/**
 * The nodes of the distributed hash table that the session knows, written down every few seconds
 * where they changed, so that the next process has somebody to ask. Of the session's thread.
 */
final class Nodes {
  private static final Pattern NODE =
      Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]{2,45}) ([0-9]{1,5})");
  private static final int MOST = 200;
  private static final int MOST_BYTES = 64 << 10;
  private static final int SAVE_SECONDS = 3;

  private final Path file;
  private Set<String> saved = Set.of();
  private int count;
  private long saveAt = SwarmSession.secondsFromNow(SAVE_SECONDS);

  Nodes(Path file) {
    this.file = file;
  }

  /** Those that an earlier process knew. */
  List<String> load() {
    try {
      if (Files.exists(file) && Files.size(file) <= MOST_BYTES) {
        return Files.readAllLines(file).stream().limit(MOST).toList();
      }
    } catch (IOException e) {
      // Then there is nobody to ask.
    }
    return List.of();
  }

  /** How many the session knew when they were last looked at. */
  int count() {
    return count;
  }

  /** Names a node to the session, if it is one. */
  static void add(session session, String node) {
    var parts = NODE.matcher(node);
    if (parts.matches()) {
      int port = Integer.parseInt(parts.group(2));
      if (port > 0 && port <= 65_535) {
        session.add_dht_node(new string_int_pair(parts.group(1), port));
      }
    }
  }

  /** Writes down those that the session knows now, if it is time. */
  void saveIfDue(session session) {
    if (System.nanoTime() - saveAt >= 0) {
      saveAt = SwarmSession.secondsFromNow(SAVE_SECONDS);
      save(session);
    }
  }

  /** Writes down those that the session knows now; where it knows none, the earlier ones stay. */
  private void save(session session) {
    var lines = known(session);
    count = lines.size();
    if (lines.isEmpty() || Set.copyOf(lines).equals(saved)) {
      return;
    }
    saved = Set.copyOf(lines);
    try {
      var temporary = file.resolveSibling(file.getFileName() + ".new");
      Files.write(temporary, lines);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      saved = Set.of();
    }
  }

  private static List<String> known(session session) {
    var lines = new ArrayList<String>();
    var state = session.session_state(session_handle.save_dht_state);
    var dht = state.getDht_state();
    for (var nodes : List.of(dht.getNodes(), dht.getNodes6())) {
      int size = Math.min(MOST - lines.size(), nodes.size());
      for (int i = 0; i < size; i++) {
        var node = nodes.get(i);
        lines.add(node.address().to_string() + " " + node.port());
      }
    }
    state.delete();
    return lines;
  }
}
