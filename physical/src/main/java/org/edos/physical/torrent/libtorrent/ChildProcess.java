package org.edos.physical.torrent.libtorrent;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.edos.core.EdosException;
import org.edos.physical.torrent.libtorrent.Message.Done;
import org.edos.physical.torrent.libtorrent.Message.Ended;
import org.edos.physical.torrent.libtorrent.Message.Found;
import org.edos.physical.torrent.libtorrent.Message.Item;
import org.edos.physical.torrent.libtorrent.Message.Line;
import org.edos.physical.torrent.libtorrent.Message.Listening;
import org.edos.physical.torrent.libtorrent.Message.Met;
import org.edos.physical.torrent.libtorrent.Message.Report;
import org.edos.physical.torrent.libtorrent.Message.Start;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of the engine's process, seen from the daemon. Messages are written by a thread of its
 * own, so that no caller waits for a process that is slow. Safe for use by many threads.
 */
final class ChildProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
  private static final Duration CLOSING = Duration.ofSeconds(6);
  private static final int MOST_ERROR_LINE = 500;

  private final Process process;
  private final BlockingQueue<Optional<Message>> outgoing = new LinkedBlockingQueue<>();
  private final Map<Long, CompletableFuture<Void>> asked = new ConcurrentHashMap<>();
  private final AtomicLong tickets = new AtomicLong();
  private final long startedNanos = System.nanoTime();
  private volatile long heardNanos = System.nanoTime();
  private volatile int listenPort;
  private volatile String lastWords = "";

  private ChildProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts the process.
   *
   * @param heard is told what the process reports, by one thread
   * @param table is told what the process says of its hash table, by the same thread
   * @param died is told once that the process is gone and why, by the same thread, afterwards
   */
  static ChildProcess start(
      LibtorrentConfig config,
      BiConsumer<ChildProcess, List<Line>> heard,
      Consumer<Message> table,
      BiConsumer<ChildProcess, String> died) {
    try {
      Files.createDirectories(config.stateDirectory());
      var child = new ChildProcess(builder(config).start());
      child.outgoing.add(
          Optional.of(
              new Start(
                  config.stateDirectory().toString(),
                  config.listenAddress() + ":" + config.listenPort(),
                  config.reach(),
                  config.uploadBytesPerSecond(),
                  config.downloadBytesPerSecond())));
      thread("torrent-write", child::writeMessages);
      thread("torrent-errors", child::readErrors);
      thread("torrent-read", () -> child.readMessages(heard, table, died));
      return child;
    } catch (IOException e) {
      throw EdosException.external(
          "cannot start the torrent engine's process: " + e.getMessage(), e);
    }
  }

  private static void thread(String name, Runnable work) {
    Thread.ofPlatform().daemon().name(name).start(work);
  }

  private static ProcessBuilder builder(LibtorrentConfig config) {
    var builder =
        new ProcessBuilder(
            config.javaHome().resolve("bin").resolve("java").toString(),
            "-Xms8m",
            "-Xmx192m",
            "-XX:MaxHeapFreeRatio=40",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:ErrorFile=" + config.stateDirectory().resolve("engine-crash-%p.log"),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            config.classPath(),
            EngineProcess.class.getName());
    var environment = builder.environment();
    environment.remove("JAVA_TOOL_OPTIONS");
    environment.remove("JDK_JAVA_OPTIONS");
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("MALLOC_ARENA_MAX", "2");
    return builder;
  }

  private void writeMessages() {
    try (var out =
        new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 64 << 10))) {
      for (var next = outgoing.take(); next.isPresent(); next = outgoing.take()) {
        Message.write(next.get(), out);
        if (outgoing.isEmpty()) {
          out.flush();
        }
      }
    } catch (IOException e) {
      LOG.debug("the torrent engine's process takes no messages any more: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readMessages(
      BiConsumer<ChildProcess, List<Line>> heard,
      Consumer<Message> table,
      BiConsumer<ChildProcess, String> died) {
    try (var in =
        new DataInputStream(new BufferedInputStream(process.getInputStream(), 64 << 10))) {
      while (true) {
        var message = Message.read(in);
        heardNanos = System.nanoTime();
        switch (message) {
          case Listening listening -> listenPort = listening.port();
          case Met met -> table.accept(met);
          case Found found -> table.accept(found);
          case Item item -> table.accept(item);
          case Ended ended -> table.accept(ended);
          case Report report -> heard.accept(this, report.lines());
          case Done done ->
              Optional.ofNullable(asked.remove(done.ticket())).ifPresent(f -> f.complete(null));
          default -> throw new IOException("not a message for the daemon");
        }
      }
    } catch (IOException end) {
      LOG.debug("the torrent engine's process says no more: {}", end.getMessage());
    }
    process.destroyForcibly();
    outgoing.add(Optional.empty());
    int code = process.onExit().join().exitValue();
    died.accept(
        this,
        "the torrent engine's process ended with code "
            + code
            + (lastWords.isEmpty() ? "" : ": " + lastWords));
    asked.values().forEach(f -> f.complete(null));
  }

  private void readErrors() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        lastWords = line.substring(0, Math.min(MOST_ERROR_LINE, line.length()));
        LOG.warn("torrent engine: {}", lastWords);
      }
    } catch (IOException e) {
      LOG.debug("the torrent engine's process has no more errors: {}", e.getMessage());
    }
  }

  void tell(Message message) {
    outgoing.add(Optional.of(message));
  }

  /** Sends a message with a ticket; complete when it was obeyed, or when the process is gone. */
  CompletableFuture<Void> ask(LongFunction<Message> message) {
    long ticket = tickets.incrementAndGet();
    var done = new CompletableFuture<Void>();
    asked.put(ticket, done);
    tell(message.apply(ticket));
    if (!process.isAlive()) {
      done.complete(null);
    }
    return done;
  }

  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heardNanos);
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  /** Where it listens for peers; 0 before it does. */
  int listenPort() {
    return listenPort;
  }

  long processId() {
    return process.pid();
  }

  void kill() {
    process.destroyForcibly();
  }

  /** Ends it in good order, or by force if it does not end soon. */
  void close() {
    outgoing.add(Optional.empty());
    try {
      if (!process.waitFor(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
