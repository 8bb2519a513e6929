package org.edos.physical.channel.grid;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.edos.core.channel.ChannelEvent;

/** An event as bytes. */
final class EventCodec {
  private static final byte VERSION = 1;

  private EventCodec() {}

  static byte[] encode(ChannelEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      text(out, event.channel());
      out.writeLong(event.id());
      text(out, event.time().toString());
      text(out, event.kind().name());
      text(out, event.subject());
      out.writeInt(event.details().size());
      for (Map.Entry<String, String> detail : event.details().entrySet()) {
        text(out, detail.getKey());
        text(out, detail.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes every write", e);
    }
    return bytes.toByteArray();
  }

  static ChannelEvent decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != VERSION) {
        throw new IOException("of another version of Edos");
      }
      String channel = text(in);
      long id = in.readLong();
      Instant time = Instant.parse(text(in));
      ChannelEvent.Kind kind = ChannelEvent.Kind.valueOf(text(in));
      String subject = text(in);
      Map<String, String> details = new HashMap<>();
      for (int count = in.readInt(); count > 0; count--) {
        details.put(text(in), text(in));
      }
      return new ChannelEvent(channel, id, time, kind, subject, details);
    } catch (IOException e) {
      throw new UncheckedIOException("the grid holds an event that cannot be read", e);
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a text longer than the event");
    }
    return new String(in.readNBytes(length), UTF_8);
  }
}
