package org.edos.bench.channels;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** A stream of server-sent events from a daemon, of which the frames that tell are counted. */
final class EventWire implements Wire {
  private static final byte[] TOLD = "event: told".getBytes(StandardCharsets.US_ASCII);

  private final byte[] opening;
  private int lineLength;
  private boolean matching = true;
  private boolean telling;
  private boolean ready;
  private int events;

  private EventWire(byte[] opening) {
    this.opening = opening;
  }

  /** Asks for every coming event of these channels. */
  static EventWire of(URI daemon, List<String> channels) {
    return of(daemon, channels, "");
  }

  /** Asks for the coming events of these channels that match a filter. */
  static EventWire of(URI daemon, List<String> channels, String filter) {
    StringBuilder interests = new StringBuilder();
    for (String channel : channels) {
      interests
          .append(interests.isEmpty() ? "" : ",")
          .append("{\"id\":\"")
          .append(channel)
          .append("\",\"channel\":\"")
          .append(channel)
          .append("\",\"filter\":\"")
          .append(filter)
          .append("\",\"after\":0}");
    }
    String body = "{\"interests\":[" + interests + "]}";
    String request =
        "POST /api/v1/events HTTP/1.1\r\nHost: "
            + daemon.getRawAuthority()
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    return new EventWire(request.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public ByteBuffer opening() {
    return ByteBuffer.wrap(opening);
  }

  @Override
  public void read(ByteBuffer bytes, Consumer<ByteBuffer> answer) {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (next != '\n') {
        matching &= lineLength < TOLD.length && next == TOLD[lineLength];
        lineLength += next == '\r' ? 0 : 1;
      } else if (lineLength == 0) {
        endFrame();
      } else {
        telling |= matching;
        lineLength = 0;
        matching = true;
      }
    }
  }

  /** The first empty line ends the head of the answer, the second what the stream begins with. */
  private void endFrame() {
    events += telling ? 1 : 0;
    telling = false;
    matching = true;
    ready = true;
  }

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public int events() {
    return events;
  }
}
