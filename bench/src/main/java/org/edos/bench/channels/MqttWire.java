package org.edos.bench.channels;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A subscriber of an MQTT 3.1.1 broker at QoS 1: each event is acknowledged, as the broker waits
 * for that before it forgets it.
 */
final class MqttWire implements Wire {
  private static final int SUBSCRIBED = 9;
  private static final int PUBLISH = 3;

  private final byte[] opening;
  private final ByteArrayOutputStream packet = new ByteArrayOutputStream(0);
  private int kind;
  private int left;
  private int shift = -1;
  private boolean ready;
  private int events;

  /** Subscribes to a topic. */
  MqttWire(String client, String topic) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(connect(client));
    ByteArrayOutputStream subscribe = new ByteArrayOutputStream();
    subscribe.writeBytes(new byte[] {0, 1});
    subscribe.writeBytes(text(topic));
    subscribe.write(1);
    out.writeBytes(packet(0x82, subscribe.toByteArray()));
    this.opening = out.toByteArray();
  }

  /** The packet that opens a connection: a clean session that is kept without pings. */
  static byte[] connect(String client) {
    ByteArrayOutputStream connect = new ByteArrayOutputStream();
    connect.writeBytes(text("MQTT"));
    connect.writeBytes(new byte[] {4, 2, 0, 0});
    connect.writeBytes(text(client));
    return packet(0x10, connect.toByteArray());
  }

  /** The packet that publishes at QoS 1. */
  static byte[] publish(String topic, int id, byte[] payload) {
    ByteArrayOutputStream publish = new ByteArrayOutputStream();
    publish.writeBytes(text(topic));
    publish.writeBytes(new byte[] {(byte) (id >> 8), (byte) id});
    publish.writeBytes(payload);
    return packet(0x32, publish.toByteArray());
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer sized = ByteBuffer.allocate(2 + bytes.length);
    return sized.putShort((short) bytes.length).put(bytes).array();
  }

  private static byte[] packet(int head, byte[] body) {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(head);
    int length = body.length;
    for (; length > 127; length >>= 7) {
      packet.write(length & 127 | 128);
    }
    packet.write(length);
    packet.writeBytes(body);
    return packet.toByteArray();
  }

  @Override
  public ByteBuffer opening() {
    return ByteBuffer.wrap(opening);
  }

  @Override
  public void read(ByteBuffer bytes, Consumer<ByteBuffer> answer) {
    while (bytes.hasRemaining()) {
      if (shift < 0) {
        kind = (bytes.get() & 255) >> 4;
        left = 0;
        shift = 0;
      } else if (shift < 28) {
        byte digit = bytes.get();
        left |= (digit & 127) << shift;
        shift = digit < 0 ? shift + 7 : 28;
      } else {
        byte[] part = new byte[Math.min(left, bytes.remaining())];
        bytes.get(part);
        packet.writeBytes(part);
        left -= part.length;
      }
      if (shift == 28 && left == 0) {
        take(packet.toByteArray(), answer);
        packet.reset();
        shift = -1;
      }
    }
  }

  private void take(byte[] body, Consumer<ByteBuffer> answer) {
    ready |= kind == SUBSCRIBED;
    if (kind == PUBLISH) {
      int topic = ByteBuffer.wrap(body).getShort();
      answer.accept(ByteBuffer.wrap(new byte[] {0x40, 2, body[2 + topic], body[3 + topic]}));
      events++;
    }
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
