package org.edos.physical.channel.grid;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.edos.core.channel.Channel;

/**
 * A channel and how far it has come.
 *
 * @param channel the channel
 * @param generation tells its events from those of an earlier channel of the same name
 * @param first oldest id held, 0 before there is one
 * @param last newest id known here; there may be a newer one, under the id that follows
 */
record Head(Channel channel, String generation, long first, long last) {
  private static final byte VERSION = 1;

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

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(channel.name());
      out.writeUTF(channel.description());
      out.writeUTF(channel.created().toString());
      out.writeUTF(generation);
      out.writeLong(first);
      out.writeLong(last);
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes every write", e);
    }
    return bytes.toByteArray();
  }

  static Head decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != VERSION) {
        throw new IOException("of another version of Edos");
      }
      Channel channel = new Channel(in.readUTF(), in.readUTF(), Instant.parse(in.readUTF()));
      return new Head(channel, in.readUTF(), in.readLong(), in.readLong());
    } catch (IOException e) {
      throw new UncheckedIOException("the grid holds a channel that cannot be read", e);
    }
  }
}
