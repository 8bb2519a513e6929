package org.edos.physical.torrent.libtorrent;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.edos.physical.torrent.libtorrent.Message.Add;
import org.edos.physical.torrent.libtorrent.Message.AddForeign;
import org.edos.physical.torrent.libtorrent.Message.Announce;
import org.edos.physical.torrent.libtorrent.Message.Done;
import org.edos.physical.torrent.libtorrent.Message.Find;
import org.edos.physical.torrent.libtorrent.Message.GetItem;
import org.edos.physical.torrent.libtorrent.Message.Limit;
import org.edos.physical.torrent.libtorrent.Message.Listening;
import org.edos.physical.torrent.libtorrent.Message.Meet;
import org.edos.physical.torrent.libtorrent.Message.Met;
import org.edos.physical.torrent.libtorrent.Message.Move;
import org.edos.physical.torrent.libtorrent.Message.PutItem;
import org.edos.physical.torrent.libtorrent.Message.Remove;
import org.edos.physical.torrent.libtorrent.Message.Report;
import org.edos.physical.torrent.libtorrent.Message.Sources;
import org.edos.physical.torrent.libtorrent.Message.Start;

/**
 * The process that runs libtorrent: it reads messages from its standard input, writes messages to
 * its standard output, and ends when the input does, which it also does when the daemon is killed.
 */
public final class EngineProcess {
  private static final long COMMAND_WAIT_MILLIS = 50;
  private static final long ANSWER_WAIT_MILLIS = 1;
  private static final long CHANGES_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long ALIVE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long CLOSING_MILLIS = 4_000;

  private final BlockingQueue<Optional<Message>> commands = new LinkedBlockingQueue<>();
  private final DataInputStream in;
  private final DataOutputStream out;

  private EngineProcess(DataInputStream in, DataOutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** Runs until standard input ends. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var in =
        new DataInputStream(
            new BufferedInputStream(new FileInputStream(FileDescriptor.in), 64 << 10));
    var out =
        new DataOutputStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 64 << 10));
    // Standard output is for messages alone.
    System.setOut(System.err);
    var process = new EngineProcess(in, out);
    if (Message.read(in) instanceof Start start) {
      Thread.ofPlatform().daemon().name("commands").start(process::readCommands);
      process.run(start);
    }
    Runtime.getRuntime().halt(0);
  }

  private void readCommands() {
    try {
      while (true) {
        commands.add(Optional.of(Message.read(in)));
      }
    } catch (IOException end) {
      commands.add(Optional.empty());
    }
    try {
      Thread.sleep(CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(3);
  }

  private void run(Start start) throws IOException, InterruptedException {
    NativeLibrary.prepare(Path.of(start.directory()));
    var session = new SwarmSession(start);
    long lastAsked = System.nanoTime();
    long lastSaid = lastAsked - ALIVE_NANOS;
    int listenPort = 0;
    int met = 0;
    boolean open = true;
    while (open) {
      long wait = session.table().isWaiting() ? ANSWER_WAIT_MILLIS : COMMAND_WAIT_MILLIS;
      var command = commands.poll(wait, TimeUnit.MILLISECONDS);
      while (command != null && open) {
        open = command.isPresent();
        if (open) {
          obey(command.get(), session);
          command = commands.poll();
        }
      }
      long now = System.nanoTime();
      if (now - lastAsked >= CHANGES_NANOS) {
        session.askForChanges();
        lastAsked = now;
      }
      session.popAlerts();
      session.work();
      for (var answer : session.table().takeHeard()) {
        say(answer);
      }
      if (session.listenPort() != listenPort) {
        listenPort = session.listenPort();
        say(new Listening(listenPort));
      }
      if (session.nodesMet() != met) {
        met = session.nodesMet();
        say(new Met(met));
      }
      var changed = session.takeChanged();
      if (!changed.isEmpty() || now - lastSaid >= ALIVE_NANOS) {
        say(new Report(changed));
        lastSaid = now;
      }
    }
    session.close();
  }

  private void obey(Message command, SwarmSession session) throws IOException {
    switch (command) {
      case Add add -> session.add(add);
      case AddForeign add -> session.add(add);
      case Limit limit -> session.limit(limit);
      case Sources sources -> session.fetchFrom(sources);
      case Meet nodes -> session.meet(nodes.nodes());
      case Announce announce -> session.table().announce(announce);
      case Find find -> session.table().find(find);
      case PutItem put -> session.table().put(put);
      case GetItem get -> session.table().get(get);
      case Move move -> {
        session.move(move);
        say(new Done(move.ticket()));
      }
      case Remove remove -> {
        session.remove(remove.infoHash());
        say(new Done(remove.ticket()));
      }
      default -> throw new IOException("not a command: " + command);
    }
  }

  private void say(Message message) throws IOException {
    Message.write(message, out);
    out.flush();
  }
}
