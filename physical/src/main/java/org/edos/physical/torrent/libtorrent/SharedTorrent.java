package org.edos.physical.torrent.libtorrent;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.swarm.SwarmStatus.State;
import org.edos.physical.torrent.Layout;
import org.edos.physical.torrent.Share;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.libtorrent.Message.Add;
import org.edos.physical.torrent.libtorrent.Message.Line;
import org.edos.physical.torrent.libtorrent.Message.Place;
import org.libtorrent4j.TorrentFlags;
import org.libtorrent4j.TorrentInfo;
import org.libtorrent4j.swig.add_torrent_params;
import org.libtorrent4j.swig.bitfield;
import org.libtorrent4j.swig.byte_vector;
import org.libtorrent4j.swig.error_code;
import org.libtorrent4j.swig.int_string_map;
import org.libtorrent4j.swig.session;
import org.libtorrent4j.swig.string_vector;
import org.libtorrent4j.swig.torrent_flags_t;
import org.libtorrent4j.swig.torrent_handle;
import org.libtorrent4j.swig.torrent_status;

/**
 * A torrent in the session: its handle, and what is not to be learnt from libtorrent. Of the
 * session's one thread.
 */
final class SharedTorrent {
  private static final byte UNWANTED = 0;
  private static final byte WANTED = 4;
  private static final byte WANTED_FIRST = 6;
  private static final int MOST_PAUSE_SECONDS = 60;
  private static final int TRACKER_PROBLEM_SECONDS = 60;
  private static final int FIRST_ASK_SECONDS = 3;

  /**
   * Payload that was counted before this handle.
   *
   * @param downloaded in bytes
   * @param uploaded in bytes
   */
  record Counts(long downloaded, long uploaded) {
    static final Counts NONE = new Counts(0, 0);
  }

  private final Torrent torrent;
  private final Add add;
  private final boolean seed;
  private final Counts before;
  private final Map<Integer, Place> places = new HashMap<>();
  private final torrent_handle handle;
  private final Set<String> webSeeds;
  private final Progress progress;
  private long downloaded;
  private long uploaded;
  private int peers;
  private boolean complete;
  private boolean firstMet;
  private long askPause = FIRST_ASK_SECONDS;
  private long askAt = SwarmSession.secondsFromNow(FIRST_ASK_SECONDS);
  private int failedPieces;
  private String fileProblem = "";
  private int fileFailures;
  private long againAt;
  private String trackerProblem = "";
  private long trackerProblemUntil;

  private SharedTorrent(Beginning beginning, BitSet had, Counts before, torrent_handle handle) {
    this.torrent = beginning.torrent();
    this.add = beginning.add();
    this.seed = add.seed();
    this.progress = new Progress(torrent, places, had);
    this.before = before;
    this.handle = handle;
    this.webSeeds = new LinkedHashSet<>(add.webSeeds());
    add.places().forEach(place -> places.put(place.entry(), place));
  }

  /**
   * Joins the session.
   *
   * @param had pieces that are here: of them nothing is read before it is asked for
   * @throws EdosException external if libtorrent refuses
   */
  static SharedTorrent add(
      session session, Beginning beginning, BitSet had, Counts before, Path unwanted) {
    var torrent = beginning.torrent();
    var add = beginning.add();
    var info = new TorrentInfo(add.metainfo());
    var params = new add_torrent_params();
    params.set_ti(info.swig());
    params.setSave_path(unwanted.toString());
    params.setFlags(flags(add.seed()));
    var renamed = new int_string_map();
    var indexes = fileIndexes(torrent);
    add.places().forEach(place -> renamed.put(indexes[place.entry()], place.path()));
    params.set_renamed_files(renamed);
    if (!add.seed()) {
      setPriorities(params, torrent, add, indexes, info.numFiles());
      params.set_have_pieces(bits(had, info.numPieces()));
    }
    if (!add.webSeeds().isEmpty()) {
      params.setUrl_seeds(new string_vector(add.webSeeds()));
    }
    var problem = new error_code();
    var handle = session.add_torrent(params, problem);
    params.delete();
    info.swig().delete();
    if (problem.failed()) {
      throw EdosException.external("libtorrent refuses a torrent: " + problem.message());
    }
    return new SharedTorrent(beginning, had, before, handle);
  }

  private static bitfield bits(BitSet set, int size) {
    var bits = new bitfield(size, false);
    set.stream().forEach(bits::set_bit);
    return bits;
  }

  private static torrent_flags_t flags(boolean seed) {
    var flags =
        TorrentFlags.UPDATE_SUBSCRIBE
            .or_(TorrentFlags.DISABLE_LSD)
            .or_(TorrentFlags.DUPLICATE_IS_ERROR);
    // Upload mode: a seed whose file turns out to be wrong must not be repaired in place, in the
    // store.
    return seed ? flags.or_(TorrentFlags.SEED_MODE).or_(TorrentFlags.UPLOAD_MODE) : flags;
  }

  /** Pieces and files at once: libtorrent would forget the one when only the other was given. */
  private static void setPriorities(
      add_torrent_params params, Torrent torrent, Add add, int[] indexes, int fileCount) {
    var files = new byte[fileCount];
    var layout = Layout.of(torrent);
    var pieces = new byte[layout.pieces()];
    var share = new Share(BitSet.valueOf(add.first()));
    for (var place : add.places()) {
      if (!place.stored()) {
        files[indexes[place.entry()]] = WANTED;
        var span = layout.spans().get(place.entry());
        for (int piece = span.firstPiece(); piece < span.firstPiece() + span.pieces(); piece++) {
          pieces[piece] = share.prefers(piece) ? WANTED_FIRST : WANTED;
        }
      }
    }
    params.set_file_priorities(vector(files));
    params.set_piece_priorities(vector(pieces));
  }

  private static byte_vector vector(byte[] bytes) {
    var vector = new byte_vector(bytes.length, UNWANTED);
    for (int i = 0; i < bytes.length; i++) {
      vector.set(i, bytes[i]);
    }
    return vector;
  }

  /** Where each content stands among libtorrent's files, which count padding too. */
  private static int[] fileIndexes(Torrent torrent) {
    var indexes = new int[torrent.files().size()];
    int next = 0;
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = next;
      next += torrent.files().get(i).size() % torrent.pieceLength() == 0 ? 1 : 2;
    }
    return indexes;
  }

  String infoHash() {
    return torrent.infoHash();
  }

  torrent_handle handle() {
    return handle;
  }

  /**
   * Reads the content from another place; the file is there already, so that nothing is moved on
   * disk.
   */
  void move(Place place) {
    places.put(place.entry(), place);
    progress.changed();
    handle.rename_file(fileIndexes(torrent)[place.entry()], place.path());
  }

  /** What was asked, with the places where the contents are now. */
  Add add() {
    return new Add(
        add.metainfo(), seed, List.copyOf(places.values()), add.first(), List.copyOf(webSeeds));
  }

  /** Payload so far. */
  Counts counts() {
    return new Counts(downloaded, uploaded);
  }

  /** The pieces that are here at this moment. */
  BitSet pieces() {
    var status = handle.status(torrent_handle.query_pieces);
    see(status);
    status.delete();
    return progress.pieces();
  }

  /** Whether a stored file that a download shares has gone. */
  boolean isBroken() {
    return !seed && !progress.brokenPieces().isEmpty();
  }

  /** What of it is here. */
  Progress progress() {
    return progress;
  }

  /** Fetches from these addresses as well. */
  void fetchFrom(List<String> addresses) {
    for (var address : addresses) {
      if (!seed && webSeeds.add(address)) {
        handle.add_url_seed(address);
      }
    }
  }

  /**
   * Asks the hash table when there is reason to: while nobody is there to download from, ever less
   * often, and once when the first peer has come, who may have brought its first node.
   */
  void lookForPeers(long now) {
    boolean alone = peers == 0 && !complete;
    if (now - askAt >= 0 && (alone || firstMet)) {
      firstMet = false;
      askPause = Math.min(MOST_PAUSE_SECONDS, 2 * askPause);
      askAt = SwarmSession.secondsFromNow(askPause);
      handle.force_dht_announce();
    }
  }

  private void meet(int now) {
    if (peers == 0 && now > 0) {
      firstMet = true;
      askAt = SwarmSession.secondsFromNow(FIRST_ASK_SECONDS);
    }
    peers = now;
  }

  void pieceFailed() {
    failedPieces++;
  }

  void trackerFailed(String what) {
    trackerProblem = "the tracker does not answer: " + what;
    trackerProblemUntil = SwarmSession.secondsFromNow(TRACKER_PROBLEM_SECONDS);
  }

  void fileFailed(String what) {
    if (fileProblem.isEmpty()) {
      againAt =
          SwarmSession.secondsFromNow(
              Math.min(MOST_PAUSE_SECONDS, 1L << Math.min(fileFailures, 6)));
      fileFailures++;
    }
    fileProblem = what;
  }

  void takeUpAgainIfDue(long now) {
    if (now - againAt >= 0) {
      takeUpAgain();
    }
  }

  /**
   * Waits until libtorrent's own thread has done what was asked of this torrent before, and what it
   * does on disk.
   */
  void settle() {
    handle.queue_position_ex();
    fileFailures = 0;
  }

  /**
   * Goes on after a failure of a file, if there was one. Peers are let go and come back: libtorrent
   * does not answer what they had asked for, and they would wait for it for a minute.
   */
  void takeUpAgain() {
    if (fileProblem.isEmpty()) {
      return;
    }
    fileProblem = "";
    handle.pause();
    handle.clear_error();
    if (!seed) {
      handle.unset_flags(TorrentFlags.UPLOAD_MODE);
    }
    handle.resume();
  }

  /** How it is doing, from a status that libtorrent has just given. */
  Line line(torrent_status status, String listenProblem) {
    boolean error = !fileProblem.isEmpty() || status.getErrc().failed();
    var state = state(status, error);
    see(status);
    meet(status.getNum_peers());
    complete = state == State.SEEDING;
    downloaded = before.downloaded() + status.getTotal_payload_download();
    uploaded = before.uploaded() + status.getTotal_payload_upload();
    return new Line(
        infoHash(),
        state,
        state == State.SEEDING ? progress.wanted() : progress.done(),
        state == State.SEEDING ? progress.entries() : progress.whole(),
        downloaded,
        uploaded,
        status.getTotal_failed_bytes(),
        status.getDownload_payload_rate(),
        status.getUpload_payload_rate(),
        status.getNum_peers(),
        problem(status, state, listenProblem));
  }

  private State state(torrent_status status, boolean error) {
    if (error) {
      return State.FAILED;
    }
    var now = status.getState();
    if (now == torrent_status.state_t.seeding || now == torrent_status.state_t.finished) {
      return State.SEEDING;
    }
    if (now == torrent_status.state_t.downloading) {
      return seed ? State.FAILED : State.DOWNLOADING;
    }
    return State.CHECKING;
  }

  private String problem(torrent_status status, State state, String listenProblem) {
    if (!fileProblem.isEmpty()) {
      return fileProblem;
    }
    if (status.getErrc().failed()) {
      return status.getErrc().message();
    }
    if (seed && state == State.FAILED) {
      return "a content to be shared is damaged or gone; find out which with 'edos doctor', then"
          + " seed the torrent anew";
    }
    if (state == State.DOWNLOADING && failedPieces > 0) {
      return "peers sent wrong bytes " + failedPieces + " times, which are fetched again";
    }
    boolean alone = status.getNum_peers() == 0 && System.nanoTime() - trackerProblemUntil < 0;
    return alone ? trackerProblem : listenProblem;
  }

  /** While it is checking, libtorrent has not taken in yet what it was told. */
  private void see(torrent_status status) {
    if (!seed && status.getState() != torrent_status.state_t.checking_resume_data) {
      progress.see(status);
    }
  }
}
