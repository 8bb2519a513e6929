package org.edos.physical.torrent.libtorrent;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.edos.core.swarm.SwarmStatus.State;

/**
 * What the daemon and the engine's process say to each other: a byte for the kind, then the parts
 * in order, numbers big-endian and texts in UTF-8 after their length. Both ends come from the same
 * build, so there is no version; sizes are bounded all the same, since the process reads what
 * strangers send.
 */
sealed interface Message {
  int MOST_TEXT = 64 << 10;
  int MOST_METAINFO = 64 << 20;
  int MOST_ITEMS = 1 << 20;

  /** First of all: where to keep things and how to listen. */
  record Start(String directory, String listen, Reach reach, int upload, int download)
      implements Message {}

  /**
   * Take up a torrent.
   *
   * @param seed whether all is here, to be read alone
   * @param first bits of the pieces to be fetched first; see {@link
   *     org.edos.physical.torrent.Share}
   * @param webSeeds addresses of contents over HTTP
   */
  record Add(byte[] metainfo, boolean seed, List<Place> places, byte[] first, List<String> webSeeds)
      implements Message {}

  /**
   * Take up a torrent that another program made.
   *
   * @param places of all its files, absolute
   */
  record AddForeign(byte[] metainfo, List<String> places) implements Message {}

  /** Fetch a torrent from these addresses as well. */
  record Sources(String infoHash, List<String> webSeeds) implements Message {}

  /** Nodes of the distributed hash table, each a numeric address, a blank and a port. */
  record Meet(List<String> nodes) implements Message {}

  /** How many other nodes of the distributed hash table the process knows. */
  record Met(int nodes) implements Message {}

  /** Say to the table that a content, by its key of 40 digits, is to be had at this port. */
  record Announce(String key, int port) implements Message {}

  /** Look in the table for who has a content; answered by {@link Found}, and {@link Ended}. */
  record Find(String key) implements Message {}

  /** Some who have a content, each a numeric address, a blank and a port. */
  record Found(String key, List<String> holders) implements Message {}

  /**
   * Put an item into the table.
   *
   * @param seed of the keys that it is put under, 64 digits; empty for its own hash
   */
  record PutItem(String seed, byte[] item) implements Message {}

  /**
   * Look for an item; answered by {@link Item} or {@link Ended}.
   *
   * @param name the seed of its keys, 64 digits, or its hash, 40 digits
   */
  record GetItem(String name) implements Message {}

  /** An item that was looked for. */
  record Item(String key, byte[] item) implements Message {}

  /** A search has ended. */
  record Ended(String key) implements Message {}

  /** Most bytes a second to and from all peers from now on; 0 is no limit. */
  record Limit(int upload, int download) implements Message {}

  /** The port at which the process listens for peers. */
  record Listening(int port) implements Message {}

  /**
   * The file of the content with this position in the torrent.
   *
   * @param stored whether it is whole, and so never written
   * @param wanted whether it was asked for, and not only here already
   */
  record Place(int entry, String path, boolean stored, boolean wanted) {}

  /** Files lie elsewhere now; answered by {@link Done}. */
  record Move(long ticket, String infoHash, List<Place> places) implements Message {}

  /** Give a torrent up; answered by {@link Done}. */
  record Remove(long ticket, String infoHash) implements Message {}

  /** What was asked with this ticket is done. */
  record Done(long ticket) implements Message {}

  /** How some torrents are doing; none only says that the process is alive. */
  record Report(List<Line> lines) implements Message {}

  /**
   * How one torrent is doing since this process took it up.
   *
   * @param whole positions of the contents that have all their pieces; treated as immutable
   */
  record Line(
      String infoHash,
      State state,
      long done,
      BitSet whole,
      long downloaded,
      long uploaded,
      long wrong,
      long downloadRate,
      long uploadRate,
      int peers,
      String problem) {
    static Line failed(String infoHash, String problem) {
      return new Line(infoHash, State.FAILED, 0, new BitSet(), 0, 0, 0, 0, 0, 0, problem);
    }
  }

  /** Writes a message, without flushing. */
  static void write(Message message, DataOutputStream out) throws IOException {
    switch (message) {
      case Start start -> {
        out.writeByte('S');
        text(start.directory(), out);
        text(start.listen(), out);
        out.writeByte(start.reach().ordinal());
        out.writeInt(start.upload());
        out.writeInt(start.download());
      }
      case Add add -> {
        out.writeByte('A');
        out.writeInt(add.metainfo().length);
        out.write(add.metainfo());
        out.writeBoolean(add.seed());
        places(add.places(), out);
        out.writeInt(add.first().length);
        out.write(add.first());
        texts(add.webSeeds(), out);
      }
      case AddForeign foreign -> {
        out.writeByte('F');
        out.writeInt(foreign.metainfo().length);
        out.write(foreign.metainfo());
        texts(foreign.places(), out);
      }
      case Sources sources -> {
        out.writeByte('W');
        text(sources.infoHash(), out);
        texts(sources.webSeeds(), out);
      }
      case Meet nodes -> {
        out.writeByte('N');
        texts(nodes.nodes(), out);
      }
      case Met met -> {
        out.writeByte('m');
        out.writeInt(met.nodes());
      }
      case Announce announce -> {
        out.writeByte('a');
        text(announce.key(), out);
        out.writeInt(announce.port());
      }
      case Find find -> {
        out.writeByte('f');
        text(find.key(), out);
      }
      case Found found -> {
        out.writeByte('h');
        text(found.key(), out);
        texts(found.holders(), out);
      }
      case PutItem put -> {
        out.writeByte('p');
        text(put.seed(), out);
        bytes(put.item(), out);
      }
      case GetItem get -> {
        out.writeByte('g');
        text(get.name(), out);
      }
      case Item item -> {
        out.writeByte('i');
        text(item.key(), out);
        bytes(item.item(), out);
      }
      case Ended ended -> {
        out.writeByte('e');
        text(ended.key(), out);
      }
      case Limit limit -> {
        out.writeByte('U');
        out.writeInt(limit.upload());
        out.writeInt(limit.download());
      }
      case Listening listening -> {
        out.writeByte('P');
        out.writeInt(listening.port());
      }
      case Move move -> {
        out.writeByte('M');
        out.writeLong(move.ticket());
        text(move.infoHash(), out);
        places(move.places(), out);
      }
      case Remove remove -> {
        out.writeByte('R');
        out.writeLong(remove.ticket());
        text(remove.infoHash(), out);
      }
      case Done done -> {
        out.writeByte('D');
        out.writeLong(done.ticket());
      }
      case Report report -> {
        out.writeByte('L');
        out.writeInt(report.lines().size());
        for (var line : report.lines()) {
          line(line, out);
        }
      }
    }
  }

  private static void line(Line line, DataOutputStream out) throws IOException {
    text(line.infoHash(), out);
    out.writeByte(line.state().ordinal());
    out.writeLong(line.done());
    var whole = line.whole().toByteArray();
    out.writeInt(whole.length);
    out.write(whole);
    out.writeLong(line.downloaded());
    out.writeLong(line.uploaded());
    out.writeLong(line.wrong());
    out.writeLong(line.downloadRate());
    out.writeLong(line.uploadRate());
    out.writeInt(line.peers());
    text(line.problem(), out);
  }

  private static void places(List<Place> places, DataOutputStream out) throws IOException {
    out.writeInt(places.size());
    for (var place : places) {
      out.writeInt(place.entry());
      text(place.path(), out);
      out.writeBoolean(place.stored());
      out.writeBoolean(place.wanted());
    }
  }

  private static void texts(List<String> texts, DataOutputStream out) throws IOException {
    out.writeInt(texts.size());
    for (var text : texts) {
      text(text, out);
    }
  }

  private static void text(String text, DataOutputStream out) throws IOException {
    bytes(text.getBytes(StandardCharsets.UTF_8), out);
  }

  private static void bytes(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Reads a message; an {@link IOException} if it is none, or the other side is gone. */
  static Message read(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case 'S' ->
          new Start(
              text(in),
              text(in),
              Reach.values()[bounded(in.readUnsignedByte(), Reach.values().length - 1)],
              in.readInt(),
              in.readInt());
      case 'A' ->
          new Add(
              bytes(in, MOST_METAINFO),
              in.readBoolean(),
              places(in),
              bytes(in, MOST_ITEMS),
              texts(in));
      case 'F' -> new AddForeign(bytes(in, MOST_METAINFO), texts(in));
      case 'W' -> new Sources(text(in), texts(in));
      case 'N' -> new Meet(texts(in));
      case 'm' -> new Met(in.readInt());
      case 'a' -> new Announce(text(in), in.readInt());
      case 'f' -> new Find(text(in));
      case 'h' -> new Found(text(in), texts(in));
      case 'p' -> new PutItem(text(in), bytes(in, MOST_TEXT));
      case 'g' -> new GetItem(text(in));
      case 'i' -> new Item(text(in), bytes(in, MOST_TEXT));
      case 'e' -> new Ended(text(in));
      case 'U' -> new Limit(in.readInt(), in.readInt());
      case 'P' -> new Listening(in.readInt());
      case 'M' -> new Move(in.readLong(), text(in), places(in));
      case 'R' -> new Remove(in.readLong(), text(in));
      case 'D' -> new Done(in.readLong());
      case 'L' -> report(in);
      default -> throw new IOException("not a message: " + kind);
    };
  }

  private static Report report(DataInputStream in) throws IOException {
    int size = bounded(in.readInt(), MOST_ITEMS);
    var lines = new ArrayList<Line>();
    for (int i = 0; i < size; i++) {
      lines.add(
          new Line(
              text(in),
              State.values()[bounded(in.readUnsignedByte(), State.values().length - 1)],
              in.readLong(),
              BitSet.valueOf(bytes(in, MOST_ITEMS)),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readInt(),
              text(in)));
    }
    return new Report(lines);
  }

  private static List<Place> places(DataInputStream in) throws IOException {
    int size = bounded(in.readInt(), MOST_ITEMS);
    var places = new ArrayList<Place>();
    for (int i = 0; i < size; i++) {
      places.add(new Place(in.readInt(), text(in), in.readBoolean(), in.readBoolean()));
    }
    return places;
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    int size = bounded(in.readInt(), MOST_ITEMS);
    var texts = new ArrayList<String>();
    for (int i = 0; i < size; i++) {
      texts.add(text(in));
    }
    return texts;
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(bytes(in, MOST_TEXT), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(DataInputStream in, int most) throws IOException {
    int length = bounded(in.readInt(), most);
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("a message ends too early");
    }
    return bytes;
  }

  private static int bounded(int size, int most) throws IOException {
    if (size < 0 || size > most) {
      throw new IOException("a message is too large: " + size);
    }
    return size;
  }
}
