package org.edos.physical.torrent.libtorrent;

import java.util.BitSet;
import java.util.Optional;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.swarm.SwarmStatus.State;
import org.edos.physical.torrent.libtorrent.Message.Line;

/** What was heard of a torrent, over all lives of the engine's process. Guarded by its engine. */
final class Heard {
  private Optional<Line> line = Optional.empty();
  private long downloadedBefore;
  private long uploadedBefore;
  private long wrongBefore;
  private String problem = "";

  /** The last line of the process that runs now. */
  Optional<Line> line() {
    return line;
  }

  void heard(Line now) {
    line = Optional.of(now);
    problem = "";
  }

  /** Keeps the counts of a process that is gone. */
  void died(String why) {
    line.ifPresent(last -> {
      downloadedBefore += last.downloaded();
      uploadedBefore += last.uploaded();
      wrongBefore += last.wrong();
    });
    line = Optional.empty();
    problem = why;
  }

  /** It is shared no longer: what was heard last stays. */
  void stopped() {
    line =
        line.map(last ->
            new Line(
                last.infoHash(),
                last.state(),
                last.done(),
                last.whole(),
                last.downloaded(),
                last.uploaded(),
                last.wrong(),
                0,
                0,
                0,
                "shared as much as the settings ask for"));
  }

  SwarmStatus status(String infoHash, long wanted) {
    var now =
        line.orElse(new Line(infoHash, State.CHECKING, 0, new BitSet(), 0, 0, 0, 0, 0, 0, problem));
    return new SwarmStatus(
        infoHash,
        now.state(),
        wanted,
        now.done(),
        downloadedBefore + now.downloaded(),
        uploadedBefore + now.uploaded(),
        wrongBefore + now.wrong(),
        now.downloadRate(),
        now.uploadRate(),
        now.peers(),
        now.problem());
  }
}
