package org.edos.app.rest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.edos.core.channel.ChannelEvent;
import org.edos.physical.peer.PeerJson;

/**
 * What followers are told, as it is sent. An event that many are told one after the other is
 * written once, and one frame serves all whose interests have the same ids. Safe for use by many
 * threads.
 */
final class EventFrames {
  private record Written(
      ChannelEvent event, String json, List<String> interests, ByteBuffer frame) {
    /** The very event, since comparing its parts would cost more than to write it again. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(ChannelEvent other) {
      return event == other;
    }
  }

  private volatile Optional<Written> last = Optional.empty();

  /** The head of a stream: an answer that is seen to have begun. */
  static ByteBuffer begun() {
    return StandardCharsets.UTF_8.encode("retry: 1000\n\n");
  }

  /** An event that interests somebody; the frame is not to be changed. */
  ByteBuffer told(ChannelEvent event, List<String> interests) {
    Optional<Written> before = last.filter(written -> written.isOf(event));
    if (before.isPresent() && before.get().interests().equals(interests)) {
      return before.get().frame();
    }
    String json = before.map(Written::json).orElseGet(() -> json(event));
    String data = "{\"interests\":" + json(interests) + ",\"event\":" + json + "}";
    Written written = new Written(event, json, interests, frame("told", data));
    last = Optional.of(written);
    return written.frame();
  }

  /** How far somebody was told. */
  static ByteBuffer reached(String channel, long id, List<String> interests) {
    return frame("reached", json(new Reached(channel, id, interests)));
  }

  /** An interest that has come to its end. */
  static ByteBuffer ended(String interest, String reason) {
    return frame("ended", json(new Ended(interest, reason)));
  }

  /** What {@code told} carries. */
  record Told(List<String> interests, ChannelEvent event) {}

  /** What {@code reached} carries. */
  record Reached(String channel, long id, List<String> interests) {}

  /** What {@code ended} carries. */
  record Ended(String interest, String reason) {}

  private static ByteBuffer frame(String kind, String data) {
    return StandardCharsets.UTF_8.encode("event: " + kind + "\ndata: " + data + "\n\n");
  }

  private static String json(Object value) {
    return new String(PeerJson.write(value), StandardCharsets.UTF_8);
  }
}
