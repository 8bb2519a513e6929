package org.edos.physical.torrent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.edos.core.EdosException;

/**
 * A torrent of version 1 that another program made, of any files. Its names are nothing but wishes:
 * {@link #placesUnder} gives every file a place of its own under a folder, whatever it is called.
 * Of its trackers only the first is kept, and only if it is http or https; web seeds and further
 * nodes that it names are dropped.
 *
 * @param metainfo what is left of the .torrent file; treated as immutable
 * @param infoHash 40 lower-case hexadecimal digits
 * @param files in order, padding among them
 */
public record ForeignTorrent(byte[] metainfo, String infoHash, List<Entry> files) {
  private static final int MOST_METAINFO = 16 << 20;
  private static final int MOST_FILES = 50_000;
  private static final int MOST_PIECES = 1_000_000;
  private static final int LEAST_PIECE = 16 << 10;
  private static final int MOST_PIECE = 64 << 20;
  private static final long MOST_BYTES = 1L << 44;
  private static final int MOST_DEPTH = 30;
  private static final int MOST_NAME = 150;
  private static final int SHA1_BYTES = 20;

  /**
   * A file in the torrent.
   *
   * @param names as the torrent has them, the torrent's own name first where it has a folder
   * @param size in bytes
   * @param padding whether it is filling, which is never written
   */
  public record Entry(List<String> names, long size, boolean padding) {
    /** Copies the list. */
    public Entry {
      names = List.copyOf(names);
    }
  }

  /** Copies the list. */
  public ForeignTorrent {
    files = List.copyOf(files);
  }

  /**
   * Reads a .torrent file.
   *
   * @throws EdosException refused if it is none, is of version 2, or too large in any way
   */
  public static ForeignTorrent parse(byte[] metainfo) {
    if (metainfo.length > MOST_METAINFO
        || !(Bencode.read(metainfo, 20 * MOST_FILES) instanceof Bencode.Dictionary root)) {
      throw refused("it is too large, or no dictionary");
    }
    var info = root.dictionary("info");
    if (info.entries().containsKey("meta version")) {
      throw refused("it is of version 2; make one of version 1");
    }
    var files = files(info);
    check(info, files);
    var raw = Arrays.copyOfRange(metainfo, info.start(), info.end());
    var hash = HexFormat.of().formatHex(PieceHashes.sha1().digest(raw));
    return new ForeignTorrent(reduced(root, raw), hash, files);
  }

  private static List<Entry> files(Bencode.Dictionary info) {
    var name = text(info.bytes("name"));
    if (!info.entries().containsKey("files")) {
      return List.of(new Entry(List.of(name), info.number("length"), false));
    }
    var items = info.items("files");
    if (items.isEmpty() || items.size() > MOST_FILES) {
      throw refused("it has no file, or more than " + MOST_FILES);
    }
    var files = new ArrayList<Entry>();
    for (var item : items) {
      if (!(item instanceof Bencode.Dictionary file)) {
        throw refused("a file is not a dictionary");
      }
      var names = new ArrayList<>(List.of(name));
      for (var step : file.items("path")) {
        if (!(step instanceof Bencode.Bytes bytes)) {
          throw refused("a path is not made of names");
        }
        names.add(text(bytes));
      }
      if (names.size() < 2 || names.size() > MOST_DEPTH) {
        throw refused("a path has no name, or too many");
      }
      var attributes = file.optionalBytes("attr").map(Bencode.Bytes::latin).orElse("");
      if (attributes.contains("l")) {
        throw refused("it has a symbolic link");
      }
      files.add(new Entry(names, file.number("length"), attributes.contains("p")));
    }
    return files;
  }

  private static void check(Bencode.Dictionary info, List<Entry> files) {
    long pieceLength = info.number("piece length");
    long bytes = 0;
    for (var file : files) {
      if (file.size() < 0 || file.size() > MOST_BYTES - bytes) {
        throw refused("it is of too many bytes");
      }
      bytes += file.size();
    }
    if (pieceLength < LEAST_PIECE
        || pieceLength > MOST_PIECE
        || Long.bitCount(pieceLength) != 1
        || bytes == 0) {
      throw refused("it has no bytes, or strange pieces");
    }
    long pieces = Math.ceilDiv(bytes, pieceLength);
    if (pieces > MOST_PIECES || info.bytes("pieces").value().length != pieces * SHA1_BYTES) {
      throw refused("its piece hashes do not cover its files");
    }
  }

  private static byte[] reduced(Bencode.Dictionary root, byte[] info) {
    var out = new ByteArrayOutputStream();
    out.write('d');
    root.optionalBytes("announce")
        .filter(announce -> TorrentFile.isAnnounce(announce.latin()))
        .ifPresent(announce -> {
          out.writeBytes(Bencode.write(Bencode.text("announce")));
          out.writeBytes(Bencode.write(announce));
        });
    out.writeBytes(Bencode.write(Bencode.text("info")));
    out.writeBytes(info);
    out.write('e');
    return out.toByteArray();
  }

  /**
   * A place under the folder for every file but padding, by its position, no two the same: names
   * become harmless ones, and instead of those that collide there is a number.
   */
  public List<Path> placesUnder(Path folder) {
    Set<String> taken = new HashSet<>();
    var places = new ArrayList<Path>();
    for (int i = 0; i < files.size(); i++) {
      var steps = files.get(i).names().stream().map(ForeignTorrent::harmless).toList();
      var wished = String.join("/", steps);
      // A file's name must not be a folder of another one either. No harmless name has a tilde.
      var name = free(taken, steps) ? wished : "file~" + i;
      for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
        taken.add(name.substring(0, end) + "/");
      }
      taken.add(name);
      places.add(folder.resolve(name).normalize());
    }
    return places;
  }

  private static boolean free(Set<String> taken, List<String> steps) {
    var whole = String.join("/", steps);
    if (taken.contains(whole) || taken.contains(whole + "/")) {
      return false;
    }
    for (int i = 1; i < steps.size(); i++) {
      if (taken.contains(String.join("/", steps.subList(0, i)))) {
        return false;
      }
    }
    return true;
  }

  private static String harmless(String name) {
    var clean =
        name.codePoints()
            .limit(MOST_NAME)
            .map(c -> Character.isLetterOrDigit(c) || " ._-+,()[]=@".indexOf(c) >= 0 ? c : '_')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    while (clean.getBytes(StandardCharsets.UTF_8).length > MOST_NAME) {
      clean = clean.substring(0, clean.offsetByCodePoints(clean.length(), -1));
    }
    return clean.isBlank() || clean.startsWith(".") ? "_" + clean : clean;
  }

  private static String text(Bencode.Bytes bytes) {
    return new String(bytes.value(), StandardCharsets.UTF_8);
  }

  /** Bytes of the files without padding. */
  public long bytes() {
    return files.stream().filter(file -> !file.padding()).mapToLong(Entry::size).sum();
  }

  /** Equal when the info-hash is. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ForeignTorrent that && infoHash.equals(that.infoHash);
  }

  @Override
  public int hashCode() {
    return infoHash.hashCode();
  }

  private static EdosException refused(String what) {
    return EdosException.refused("not a torrent that can be joined: " + what);
  }
}
