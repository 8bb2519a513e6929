package org.edos.physical.torrent.libtorrent;

import java.nio.file.Path;
import java.util.BitSet;
import org.edos.core.EdosException;
import org.edos.core.swarm.SwarmStatus.State;
import org.edos.physical.torrent.ForeignTorrent;
import org.edos.physical.torrent.libtorrent.Message.AddForeign;
import org.edos.physical.torrent.libtorrent.Message.Line;
import org.libtorrent4j.TorrentFlags;
import org.libtorrent4j.TorrentInfo;
import org.libtorrent4j.swig.add_torrent_params;
import org.libtorrent4j.swig.error_code;
import org.libtorrent4j.swig.int_string_map;
import org.libtorrent4j.swig.session;
import org.libtorrent4j.swig.torrent_handle;
import org.libtorrent4j.swig.torrent_status;

/** A torrent in the session that another program made. Of the session's thread. */
final class ForeignShared {
  private final String infoHash;
  private final torrent_handle handle;
  private String fileProblem = "";

  private ForeignShared(String infoHash, torrent_handle handle) {
    this.infoHash = infoHash;
    this.handle = handle;
  }

  /**
   * Joins the session; what files hold already is looked through by libtorrent.
   *
   * @throws EdosException external if libtorrent refuses
   */
  static ForeignShared add(session session, AddForeign add, Path unwanted) {
    var torrent = ForeignTorrent.parse(add.metainfo());
    var info = new TorrentInfo(add.metainfo());
    var params = new add_torrent_params();
    params.set_ti(info.swig());
    params.setSave_path(unwanted.toString());
    params.setFlags(
        TorrentFlags.UPDATE_SUBSCRIBE
            .or_(TorrentFlags.DISABLE_LSD)
            .or_(TorrentFlags.DUPLICATE_IS_ERROR));
    var renamed = new int_string_map();
    for (int i = 0; i < add.places().size(); i++) {
      if (!torrent.files().get(i).padding()) {
        renamed.put(i, add.places().get(i));
      }
    }
    params.set_renamed_files(renamed);
    var problem = new error_code();
    var handle = session.add_torrent(params, problem);
    params.delete();
    info.swig().delete();
    if (problem.failed()) {
      throw EdosException.external("libtorrent refuses a torrent: " + problem.message());
    }
    return new ForeignShared(torrent.infoHash(), handle);
  }

  String infoHash() {
    return infoHash;
  }

  torrent_handle handle() {
    return handle;
  }

  void fileFailed(String what) {
    fileProblem = what;
  }

  /** How it is doing, from a status that libtorrent has just given. */
  Line line(torrent_status status, String listenProblem) {
    return new Line(
        infoHash,
        state(status),
        status.getTotal_wanted_done(),
        new BitSet(),
        status.getTotal_payload_download(),
        status.getTotal_payload_upload(),
        status.getTotal_failed_bytes(),
        status.getDownload_payload_rate(),
        status.getUpload_payload_rate(),
        status.getNum_peers(),
        fileProblem.isEmpty() ? listenProblem : fileProblem);
  }

  private State state(torrent_status status) {
    if (!fileProblem.isEmpty() || status.getErrc().failed()) {
      return State.FAILED;
    }
    var now = status.getState();
    if (now == torrent_status.state_t.seeding || now == torrent_status.state_t.finished) {
      return State.SEEDING;
    }
    return now == torrent_status.state_t.downloading ? State.DOWNLOADING : State.CHECKING;
  }
}
