package org.edos.physical.torrent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;

/**
 * What an engine was asked to do, after every check that needs no engine.
 *
 * @param torrent read anew from its bytes
 * @param files of the contents to be seeded or downloaded, by absolute path
 * @param here files of other contents that are whole, by absolute path; only read
 * @param share this peer's part in a shared start
 */
public record TorrentRequest(
    Torrent torrent, Map<Sha256, Path> files, Map<Sha256, Path> here, Share share) {
  /** Copies the maps. */
  public TorrentRequest {
    files = Map.copyOf(files);
    here = Map.copyOf(here);
  }

  /** A request to seed; {@link TorrentEngine#seed} says what is refused. */
  public static TorrentRequest seed(Torrent torrent, Map<Sha256, Path> files) {
    var request = download(torrent, files, Map.of(), Share.NONE);
    if (request.files().size() != request.torrent().files().size()) {
      throw EdosException.usage(
          "a torrent is seeded with all of its contents; give the file of each");
    }
    checkWhole(request.torrent(), request.files());
    return request;
  }

  /** A request to download; {@link TorrentEngine#download} says what is refused. */
  public static TorrentRequest download(
      Torrent torrent, Map<Sha256, Path> files, Map<Sha256, Path> here, Share share) {
    var parsed = TorrentFile.parse(torrent.metainfo());
    if (!parsed.equals(torrent)) {
      throw EdosException.refused(
          "the torrent's info-hash is not that of its bytes; fetch the torrent again");
    }
    var wanted = new HashMap<Sha256, Path>();
    var whole = new HashMap<Sha256, Path>();
    for (var entry : parsed.files()) {
      var stored = here.get(entry.content());
      var file = files.get(entry.content());
      if (stored != null && size(stored) == entry.size()) {
        whole.put(entry.content(), stored.toAbsolutePath().normalize());
      } else if (file != null) {
        wanted.put(entry.content(), file.toAbsolutePath().normalize());
      }
    }
    if (wanted.isEmpty() && whole.isEmpty()) {
      throw EdosException.usage(
          "none of the torrent's contents is wanted or here; name a file for at least one");
    }
    return new TorrentRequest(parsed, wanted, whole, share);
  }

  /**
   * Checks that each of these contents of the torrent has a file of its size.
   *
   * @throws EdosException usage if one has not
   */
  public static void checkWhole(Torrent torrent, Map<Sha256, Path> files) {
    for (var entry : torrent.files()) {
      var file = files.get(entry.content());
      if (file != null && size(file) != entry.size()) {
        throw EdosException.usage(
            file
                + " is not the content "
                + entry.content()
                + " of "
                + entry.size()
                + " bytes; fetch it again");
      }
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : -1;
    } catch (IOException e) {
      return -1;
    }
  }
}
