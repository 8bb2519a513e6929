package org.edos.core.channel;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.edos.core.unit.Sha256;

/**
 * A channel's events up to one of them, in one hash: that of the hash before and the bytes of the
 * event. Two channels with the same chain at the same id have told the same.
 *
 * @param last id of the last event; 0 before any
 * @param digest the hash
 */
public record EventChain(long last, Sha256 digest) {
  /** The chain of a channel that has no events yet. */
  public static EventChain start(String channel, Instant generation) {
    return new EventChain(
        0,
        Sha256.of(
            ("edos channel chain 1\n" + channel + "\n" + generation)
                .getBytes(StandardCharsets.UTF_8)));
  }

  /** The chain that a head signs. */
  public static EventChain at(ChannelHead head) {
    return new EventChain(head.last(), head.chain());
  }

  /** The chain with one more event, whose id is the next one. */
  public EventChain with(ChannelEvent event) {
    if (event.id() != last + 1) {
      throw new IllegalArgumentException("event " + event.id() + " does not follow " + last);
    }
    MessageDigest next = Sha256.digest();
    next.update(digest.hex().getBytes(StandardCharsets.US_ASCII));
    next.update(bytes(event));
    return new EventChain(event.id(), Sha256.of(next));
  }

  /** An event's bytes, the same wherever it is: lengths before texts, details in order. */
  private static byte[] bytes(ChannelEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      text(out, event.channel());
      out.writeLong(event.id());
      out.writeLong(event.time().getEpochSecond());
      out.writeInt(event.time().getNano());
      text(out, event.kind().name());
      text(out, event.subject());
      out.writeInt(event.details().size());
      for (Map.Entry<String, String> detail : new TreeMap<>(event.details()).entrySet()) {
        text(out, detail.getKey());
        text(out, detail.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes every write", e);
    }
    return bytes.toByteArray();
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
