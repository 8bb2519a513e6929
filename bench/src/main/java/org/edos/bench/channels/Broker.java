package org.edos.bench.channels;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.edos.bench.OtherProgram;
import org.edos.bench.Running;

/** An MQTT broker on this machine, and one who publishes there. Used by one thread. */
final class Broker implements AutoCloseable {
  private static final String TOPIC = "edos/news";

  private final Running mosquitto;
  private final Socket publisher;
  private int published;

  private Broker(Running mosquitto, Socket publisher) {
    this.mosquitto = mosquitto;
    this.publisher = publisher;
  }

  /** Where mosquitto is, if it is installed. */
  static Optional<Path> find() {
    return Stream.concat(
            OtherProgram.find("mosquitto").stream(), Stream.of(Path.of("/usr/sbin/mosquitto")))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it with nothing kept on disk. */
  static Broker start(Path program, Path folder) throws IOException, InterruptedException {
    int port = Running.freePort();
    Path conf =
        Files.writeString(
            Files.createDirectories(folder).resolve("mosquitto.conf"),
            """
            listener %d 127.0.0.1
            allow_anonymous true
            persistence false
            max_connections -1
            max_inflight_messages 20
            log_type error
            """
                .formatted(port));
    Running served =
        Running.start(
            List.of(program.toString(), "-c", conf.toString()),
            Map.of(),
            port,
            folder.resolve("out"));
    Socket publisher = new Socket(served.socketAddress().getAddress(), port);
    publisher.setTcpNoDelay(true);
    publisher.getOutputStream().write(MqttWire.connect("publisher"));
    publisher.getInputStream().readNBytes(4);
    return new Broker(served, publisher);
  }

  Running process() {
    return mosquitto;
  }

  /** One who subscribes. */
  static Wire subscriber(int number) {
    return new MqttWire("subscriber" + number, TOPIC);
  }

  /** Publishes; returns when the broker has it. */
  void publish(byte[] payload) throws IOException {
    published++;
    publisher.getOutputStream().write(MqttWire.publish(TOPIC, published, payload));
    publisher.getInputStream().readNBytes(4);
  }

  @Override
  public void close() {
    try {
      publisher.close();
    } catch (IOException e) {
      // The broker ends in a moment.
    }
    mosquitto.close();
  }
}
