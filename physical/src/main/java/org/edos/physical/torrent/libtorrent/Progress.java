package org.edos.physical.torrent.libtorrent;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.edos.physical.torrent.Layout;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.libtorrent.Message.Place;
import org.libtorrent4j.swig.torrent_status;

/** What of a torrent is here. Of the session's thread. */
final class Progress {
  private final Torrent torrent;
  private final Layout layout;
  private final Map<Integer, Place> places;
  private BitSet had;
  private boolean unsaved;

  /**
   * Of the pieces that are here at first.
   *
   * @param places where contents are, by their positions; changed by its owner
   */
  Progress(Torrent torrent, Map<Integer, Place> places, BitSet had) {
    this.torrent = torrent;
    this.layout = Layout.of(torrent);
    this.places = places;
    this.had = had;
  }

  /** A copy of the pieces that are here. */
  BitSet pieces() {
    return (BitSet) had.clone();
  }

  /** What was written down is no longer so. */
  void changed() {
    unsaved = true;
  }

  /** The pieces of stored files that have gone. */
  BitSet brokenPieces() {
    var broken = new BitSet();
    for (var place : places.values()) {
      if (place.stored() && !Beginning.isThere(torrent, place)) {
        var span = layout.spans().get(place.entry());
        broken.set(span.firstPiece(), span.firstPiece() + span.pieces());
      }
    }
    return broken;
  }

  /** Writes down what half-written files hold, if that has changed. */
  void save(KeptPieces kept) {
    if (!unsaved) {
      return;
    }
    unsaved = false;
    var staged = new HashMap<Integer, Path>();
    for (var place : places.values()) {
      if (!place.stored()) {
        staged.put(place.entry(), Path.of(place.path()));
      }
    }
    if (staged.isEmpty()) {
      kept.forget(torrent.infoHash());
    } else {
      kept.save(torrent, staged, had);
    }
  }

  /** Takes in which pieces libtorrent has. */
  void see(torrent_status status) {
    if (status.getNum_pieces() == had.cardinality()) {
      return;
    }
    var now = status.get_pieces();
    int pieces = now.size();
    var seen = new BitSet(pieces);
    for (int piece = 0; piece < pieces; piece++) {
      if (now.get_bit(piece)) {
        seen.set(piece);
      }
    }
    now.delete();
    unsaved = true;
    had = seen;
  }

  /** Bytes of all wanted contents. */
  long wanted() {
    return wantedEntries().mapToLong(entry -> torrent.files().get(entry).size()).sum();
  }

  /** The wanted contents. */
  BitSet entries() {
    var entries = new BitSet();
    wantedEntries().forEach(entries::set);
    return entries;
  }

  /** The wanted contents that have all their pieces. */
  BitSet whole() {
    var whole = entries();
    wantedEntries()
        .filter(entry -> {
          var span = layout.spans().get(entry);
          int end = span.firstPiece() + span.pieces();
          return had.nextClearBit(span.firstPiece()) < end;
        })
        .forEach(whole::clear);
    return whole;
  }

  private IntStream wantedEntries() {
    return places.values().stream().filter(Place::wanted).mapToInt(Place::entry);
  }

  /** Bytes of the wanted contents that are here. */
  long done() {
    return wantedEntries()
        .mapToObj(layout.spans()::get)
        .flatMapToInt(span -> IntStream.range(span.firstPiece(), span.firstPiece() + span.pieces()))
        .filter(had::get)
        .mapToLong(piece -> layout.slice(piece).length())
        .sum();
  }
}
