package org.edos.physical.torrent.libtorrent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.edos.physical.torrent.Layout;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentFile;
import org.edos.physical.torrent.libtorrent.Message.Add;
import org.edos.physical.torrent.libtorrent.Message.Place;

/**
 * What is known of a torrent's files before it joins the session.
 *
 * @param add what was asked, without stored files that are gone
 * @param had the pieces that are here
 * @param doubtful the pieces that may be here, which reading them tells
 * @param staged the files that are written to, by position of their contents
 */
record Beginning(Torrent torrent, Add add, BitSet had, BitSet doubtful, Map<Integer, Path> staged) {

  /** Looks at the files, without reading them. */
  static Beginning of(Add add, KeptPieces kept) {
    var torrent = TorrentFile.parse(add.metainfo());
    var staged = new HashMap<Integer, Path>();
    if (add.seed()) {
      return new Beginning(torrent, add, new BitSet(), new BitSet(), staged);
    }
    var layout = Layout.of(torrent);
    var places = new ArrayList<Place>();
    var had = new BitSet();
    var doubtful = new BitSet();
    for (var place : add.places()) {
      var span = layout.spans().get(place.entry());
      int end = span.firstPiece() + span.pieces();
      if (!place.stored()) {
        places.add(place);
        var file = Path.of(place.path());
        staged.put(place.entry(), file);
        if (size(file) > 0) {
          doubtful.set(span.firstPiece(), end);
        }
      } else if (isThere(torrent, place)) {
        places.add(place);
        had.set(span.firstPiece(), end);
      }
    }
    if (!doubtful.isEmpty()) {
      var believed = kept.load(torrent, staged);
      had.or(believed);
      doubtful.andNot(believed);
    }
    var known = new Add(add.metainfo(), false, places, add.first(), add.webSeeds());
    return new Beginning(torrent, known, had, doubtful, staged);
  }

  /** Whether the place's file has the size of its content. */
  static boolean isThere(Torrent torrent, Place place) {
    return size(Path.of(place.path())) == torrent.files().get(place.entry()).size();
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : -1;
    } catch (IOException e) {
      return -1;
    }
  }
}
