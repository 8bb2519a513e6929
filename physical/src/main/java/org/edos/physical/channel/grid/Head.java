package org.edos.physical.channel.grid;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.edos.core.channel.Channel;
import org.edos.core.channel.Grantee;
import org.edos.core.channel.Right;
import org.edos.core.channel.Rights;

/**
 * A channel and how far it has come.
 *
 * @param channel the channel
 * @param generation tells its events from those of an earlier channel of the same name
 * @param first oldest id held, 0 before there is one
 * @param last newest id known here; there may be a newer one, under the id that follows
 */
record Head(Channel channel, String generation, long first, long last) {
  private static final byte VERSION = 2;

  /** Of channels that everybody reads. */
  private static final byte WITHOUT_RIGHTS = 1;

  static Head fresh(Channel channel, String generation) {
    return new Head(channel, generation, 0, 0);
  }

  /**
   * Reaches from the lesser first id to the greater last one, in whatever order those who append
   * come to say so.
   */
  Head reaching(long from, long to) {
    return new Head(
        channel, generation, first == 0 ? from : Math.min(first, from), Math.max(last, to));
  }

  /** Where an event of this channel is kept. */
  String key(long id) {
    return generation + ":" + id;
  }

  /** The same channel, described otherwise. */
  Head describing(Channel other) {
    return new Head(other, generation, first, last);
  }

  byte[] encode() {
    return bytes(out -> {
      out.writeByte(VERSION);
      write(channel, out);
      out.writeUTF(generation);
      out.writeLong(first);
      out.writeLong(last);
    });
  }

  static Head decode(byte[] bytes) {
    return read(
        bytes,
        in -> {
          byte version = in.readByte();
          if (version != VERSION && version != WITHOUT_RIGHTS) {
            throw new IOException("of another version of Edos");
          }
          Channel channel = readChannel(in, version);
          return new Head(channel, in.readUTF(), in.readLong(), in.readLong());
        });
  }

  /** A channel's description and rights alone. */
  static byte[] encode(Channel channel) {
    return bytes(out -> write(channel, out));
  }

  /** Reads what {@link #encode(Channel)} wrote. */
  static Channel decodeChannel(byte[] bytes) {
    return read(bytes, in -> readChannel(in, VERSION));
  }

  private static void write(Channel channel, DataOutputStream out) throws IOException {
    out.writeUTF(channel.name());
    out.writeUTF(channel.description());
    out.writeUTF(channel.created().toString());
    out.writeInt(channel.rights().grants().size());
    for (Map.Entry<Grantee, Right> grant : channel.rights().grants().entrySet()) {
      out.writeUTF(grant.getKey().toString());
      out.writeUTF(grant.getValue().name());
    }
  }

  private static Channel readChannel(DataInputStream in, byte version) throws IOException {
    String name = in.readUTF();
    String description = in.readUTF();
    Instant created = Instant.parse(in.readUTF());
    if (version == WITHOUT_RIGHTS) {
      return new Channel(name, description, created);
    }
    Map<Grantee, Right> grants = new HashMap<>();
    for (int count = in.readInt(); count > 0; count--) {
      grants.put(Grantee.parse(in.readUTF()), Right.valueOf(in.readUTF()));
    }
    return new Channel(name, description, created, new Rights(grants));
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes every write", e);
    }
    return bytes.toByteArray();
  }

  private static <T> T read(byte[] bytes, Reading<T> reading) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return reading.from(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the grid holds a channel that cannot be read", e);
    }
  }
}
