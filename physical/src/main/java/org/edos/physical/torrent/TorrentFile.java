package org.edos.physical.torrent;

import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;

/**
 * Makes and reads the bytes of torrents: version 1 (BEP 3), each content a file named by its
 * SHA-256 and aligned to a piece by padding files (BEP 47). SHA-1 serves the transport alone; truth
 * is the SHA-256. The torrent's name makes a daemon's address of contents a web seed (BEP 19):
 * {@code http://HOST/content/} + name + {@code /} + SHA-256. The private torrents (BEP 27) of
 * earlier versions are still read.
 *
 * <p>A content of 0 bytes never enters a torrent: {@link #create} leaves it out, and whoever wants
 * it has it already.
 */
public final class TorrentFile {
  /** Smallest piece, in bytes. */
  public static final int LEAST_PIECE = 16 << 10;

  /** Largest piece, in bytes. */
  public static final int MOST_PIECE = 4 << 20;

  private static final int MOST_METAINFO = 32 << 20;
  private static final int MOST_FILES = 200_000;
  private static final int MOST_PIECES = 1_000_000;
  private static final int MOST_ANNOUNCE = 1_000;
  private static final int SHA1_BYTES = 20;

  /** Name of every torrent, and of the folder of contents in a daemon's addresses. */
  static final String NAME = "sha256";

  private static final String PRIVATE_NAME = "edos";
  private static final Set<String> KEYS = Set.of("announce", "created by", "info");
  private static final Set<String> INFO_KEYS =
      Set.of("files", "name", "piece length", "pieces", "private");
  private static final Set<String> FILE_KEYS = Set.of("length", "path");
  private static final Set<String> PADDING_KEYS = Set.of("attr", "length", "path");

  /**
   * A content to be put into a torrent.
   *
   * @param content its hash
   * @param size in bytes
   * @param file holds it, and is only read
   */
  public record Source(Sha256 content, long size, Path file) {}

  private TorrentFile() {}

  /** {@link #create(List, URI, int)} with the piece length of {@link #pieceLength}. */
  public static Torrent create(List<Source> sources, URI announce) {
    return create(sources, announce, pieceLength(sources.stream().mapToLong(Source::size).sum()));
  }

  /**
   * Makes a torrent, which takes reading every file once, by two threads. The same contents in the
   * same order, with the same piece length, have the same info-hash.
   *
   * @param sources distinct contents, at least one of them not empty; those of 0 bytes are left out
   * @param announce http or https address of the tracker
   * @param pieceLength in bytes, a power of two from {@link #LEAST_PIECE} to {@link #MOST_PIECE}
   * @throws EdosException usage if there is nothing to share, twice the same, or too much; external
   *     if a file cannot be read or has another size
   */
  public static Torrent create(List<Source> sources, URI announce, int pieceLength) {
    var real = sources.stream().filter(s -> s.size() > 0).toList();
    var entries = real.stream().map(s -> new Torrent.Entry(s.content(), s.size())).toList();
    checkMade(entries, announce, pieceLength);
    return of(entries, announce, pieceLength, pieces(real, pieceLength, hashed -> {}));
  }

  /**
   * The hashes of contents' pieces, which takes reading every file once, by two threads.
   *
   * @param sources those of 0 bytes are left out
   * @param hashed is told of bytes as they are hashed, by any thread
   * @throws EdosException (external) if a file cannot be read or has another size, or the caller is
   *     interrupted
   */
  public static Map<Sha256, ContentPieces> pieces(
      List<Source> sources, int pieceLength, LongConsumer hashed) {
    var real = sources.stream().filter(s -> s.size() > 0).toList();
    return PieceHashes.compute(real, pieceLength, hashed);
  }

  /**
   * Makes a torrent of contents whose pieces are hashed already; otherwise like {@link
   * #create(List, URI, int)}.
   *
   * @param contents distinct, none of 0 bytes
   * @param pieces of each content, in this piece length
   */
  public static Torrent of(
      List<Torrent.Entry> contents,
      URI announce,
      int pieceLength,
      Map<Sha256, ContentPieces> pieces) {
    var entries = List.copyOf(contents);
    checkMade(entries, announce, pieceLength);
    return assembled(entries, announce, pieceLength, joined(entries, pieceLength, pieces));
  }

  private static void checkMade(List<Torrent.Entry> entries, URI announce, int pieceLength) {
    if (!isAnnounce(announce.toString())) {
      throw EdosException.usage(
          "a tracker's address begins with http:// or https://: '" + announce + "'");
    }
    problem(entries, pieceLength)
        .ifPresent(what -> {
          throw EdosException.usage("cannot make this torrent: " + what);
        });
  }

  private static byte[] joined(
      List<Torrent.Entry> entries, int pieceLength, Map<Sha256, ContentPieces> pieces) {
    var layout = Layout.of(entries, pieceLength);
    var joined = new byte[Math.multiplyExact(layout.pieces(), SHA1_BYTES)];
    for (var span : layout.spans()) {
      var known = pieces.get(span.entry().content());
      if (known == null || known.pieces() != span.pieces()) {
        throw EdosException.usage(
            "the pieces of " + span.entry().content() + " are not hashed; hash them first");
      }
      boolean last = span.firstPiece() + span.pieces() == layout.pieces();
      known.write(joined, span.firstPiece() * SHA1_BYTES, last);
    }
    return joined;
  }

  private static Torrent assembled(
      List<Torrent.Entry> entries, URI announce, int pieceLength, byte[] pieces) {
    var info = info(entries, pieceLength, pieces);
    var root = new TreeMap<String, Bencode.Value>();
    root.put("announce", Bencode.text(announce.toString()));
    root.put("created by", Bencode.text("Edos"));
    root.put("info", info);
    var metainfo = Bencode.write(Bencode.dictionary(root));
    if (metainfo.length > MOST_METAINFO) {
      throw EdosException.usage(
          "cannot make this torrent: it describes too much; make several smaller ones");
    }
    return new Torrent(metainfo, infoHash(Bencode.write(info)), entries, pieceLength);
  }

  /**
   * The piece length at which a swarm loses least: of N peers, the last piece that leaves the
   * source still has to go N times over a peer's link, which takes N times its length; and each
   * peer fetches 20 bytes of hash for every piece from the source. The sum is least at the square
   * root of twenty times the size, whatever N is.
   */
  public static int pieceLength(long bytes) {
    double best = Math.sqrt((double) SHA1_BYTES * bytes);
    long power = 1L << Math.round(Math.log(Math.max(1, best)) / Math.log(2));
    return (int) Math.clamp(power, LEAST_PIECE, MOST_PIECE);
  }

  private static Bencode.Dictionary info(
      List<Torrent.Entry> entries, int pieceLength, byte[] pieces) {
    var files = new ArrayList<Bencode.Value>();
    for (int i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      var file = new TreeMap<String, Bencode.Value>();
      file.put("length", new Bencode.Number(entry.size()));
      file.put("path", path(List.of(entry.content().hex())));
      files.add(Bencode.dictionary(file));
      long padding = padding(entry.size(), pieceLength);
      if (padding > 0 && i < entries.size() - 1) {
        var pad = new TreeMap<String, Bencode.Value>();
        pad.put("attr", Bencode.text("p"));
        pad.put("length", new Bencode.Number(padding));
        pad.put("path", path(List.of(".pad", Long.toString(padding))));
        files.add(Bencode.dictionary(pad));
      }
    }
    var info = new TreeMap<String, Bencode.Value>();
    info.put("files", new Bencode.Items(files));
    info.put("name", Bencode.text(NAME));
    info.put("piece length", new Bencode.Number(pieceLength));
    info.put("pieces", new Bencode.Bytes(pieces));
    return Bencode.dictionary(info);
  }

  private static Bencode.Items path(List<String> steps) {
    return new Bencode.Items(steps.stream().<Bencode.Value>map(Bencode::text).toList());
  }

  private static long padding(long size, int pieceLength) {
    return (pieceLength - size % pieceLength) % pieceLength;
  }

  /**
   * Reads a torrent that {@link #create} made, perhaps elsewhere. Anything else that a torrent
   * could hold, web seeds and further trackers say, is refused.
   *
   * @throws EdosException refused if it is not such a torrent
   */
  public static Torrent parse(byte[] metainfo) {
    if (metainfo.length > MOST_METAINFO) {
      throw refused("it is larger than " + MOST_METAINFO + " bytes");
    }
    if (!(Bencode.read(metainfo, 20 * MOST_FILES) instanceof Bencode.Dictionary root)) {
      throw refused("it is not a dictionary");
    }
    only(KEYS, root);
    root.optionalBytes("announce")
        .ifPresent(announce -> {
          if (!isAnnounce(announce.latin())) {
            throw refused("its tracker's address is not http or https");
          }
        });
    var info = root.dictionary("info");
    only(INFO_KEYS, info);
    checkName(info);
    long pieceLength = info.number("piece length");
    if (pieceLength < LEAST_PIECE || pieceLength > MOST_PIECE) {
      throw refused("its pieces are of " + pieceLength + " bytes");
    }
    var entries = entries(info.items("files"), (int) pieceLength);
    problem(entries, (int) pieceLength)
        .ifPresent(what -> {
          throw refused(what);
        });
    if (info.bytes("pieces").value().length
        != Layout.of(entries, (int) pieceLength).pieces() * SHA1_BYTES) {
      throw refused("its piece hashes do not cover its contents");
    }
    var hash = infoHash(Arrays.copyOfRange(metainfo, info.start(), info.end()));
    return new Torrent(metainfo, hash, entries, (int) pieceLength);
  }

  private static void checkName(Bencode.Dictionary info) {
    boolean isPrivate = info.entries().containsKey("private");
    String name = info.bytes("name").latin();
    if (!name.equals(isPrivate ? PRIVATE_NAME : NAME)
        || (isPrivate && info.number("private") != 1)) {
      throw refused("it is not a torrent of Edos");
    }
  }

  private static List<Torrent.Entry> entries(List<Bencode.Value> files, int pieceLength) {
    var entries = new ArrayList<Torrent.Entry>();
    long expectedPadding = 0;
    for (var value : files) {
      if (!(value instanceof Bencode.Dictionary file)) {
        throw refused("a file is not a dictionary");
      }
      long length = file.number("length");
      var path = file.items("path");
      boolean padding = file.entries().containsKey("attr");
      only(padding ? PADDING_KEYS : FILE_KEYS, file);
      if (padding != (expectedPadding > 0)) {
        throw refused("its files are not aligned to pieces");
      }
      if (padding) {
        checkPadding(file, path, length, expectedPadding);
        expectedPadding = 0;
      } else {
        if (path.size() != 1 || !(path.getFirst() instanceof Bencode.Bytes name)) {
          throw refused("a file's path is not a single name");
        }
        entries.add(new Torrent.Entry(content(name), length));
        expectedPadding = padding(Math.max(0, length), pieceLength);
      }
    }
    if (entries.isEmpty()
        || !(files.getLast() instanceof Bencode.Dictionary last)
        || last.entries().containsKey("attr")) {
      throw refused("its last file is not a content");
    }
    return entries;
  }

  private static void checkPadding(
      Bencode.Dictionary file, List<Bencode.Value> path, long length, long expected) {
    boolean named =
        path.size() == 2
            && path.getFirst() instanceof Bencode.Bytes folder
            && folder.latin().equals(".pad")
            && path.getLast() instanceof Bencode.Bytes name
            && name.latin().equals(Long.toString(length));
    if (!named || length != expected || !file.bytes("attr").latin().equals("p")) {
      throw refused("its padding is not canonical");
    }
  }

  private static Sha256 content(Bencode.Bytes name) {
    try {
      return new Sha256(name.latin());
    } catch (EdosException e) {
      throw refused("a file's name is not a SHA-256");
    }
  }

  private static Optional<String> problem(List<Torrent.Entry> entries, int pieceLength) {
    if (Integer.bitCount(pieceLength) != 1
        || pieceLength < LEAST_PIECE
        || pieceLength > MOST_PIECE) {
      return Optional.of("its pieces are not a power of two from 16 KiB to 4 MiB");
    }
    if (entries.isEmpty()) {
      return Optional.of("it has no content of more than 0 bytes");
    }
    if (entries.size() > MOST_FILES) {
      return Optional.of("it has more than " + MOST_FILES + " contents");
    }
    var seen = new HashSet<Sha256>();
    long pieces = 0;
    for (var entry : entries) {
      if (entry.size() <= 0 || entry.size() > (long) MOST_PIECES * MOST_PIECE) {
        return Optional.of("the size of " + entry.content() + " is " + entry.size() + " bytes");
      }
      if (!seen.add(entry.content())) {
        return Optional.of(entry.content() + " is in it twice");
      }
      pieces += (entry.size() + pieceLength - 1) / pieceLength;
    }
    return pieces <= MOST_PIECES
        ? Optional.empty()
        : Optional.of("it has more than " + MOST_PIECES + " pieces");
  }

  static boolean isAnnounce(String address) {
    return address.length() <= MOST_ANNOUNCE && address.matches("https?://[!-~]+");
  }

  private static void only(Set<String> allowed, Bencode.Dictionary dictionary) {
    Stream<String> keys = dictionary.entries().keySet().stream();
    keys.filter(key -> !allowed.contains(key))
        .findFirst()
        .ifPresent(key -> {
          throw refused(
              "it has a part that no torrent of Edos has: " + key.replaceAll("[^ -~]", "?"));
        });
  }

  private static String infoHash(byte[] info) {
    MessageDigest sha1 = PieceHashes.sha1();
    return HexFormat.of().formatHex(sha1.digest(info));
  }

  private static EdosException refused(String what) {
    return EdosException.refused("not a torrent that Edos can use: " + what);
  }

  /** The hash that each piece must have, 20 bytes each, in the torrent's order. */
  public static byte[] pieceHashes(Torrent torrent) {
    if (Bencode.read(torrent.metainfo(), 20 * MOST_FILES) instanceof Bencode.Dictionary root) {
      return root.dictionary("info").bytes("pieces").value();
    }
    throw refused("it is not a dictionary");
  }
}
