package org.edos.bench.index;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.edos.bench.index.SubjectMain.Reply;
import org.edos.core.EdosException;

/** A subject's process as the one sees it that measures. Used by one thread at a time. */
final class SubjectProcess implements AutoCloseable {
  private static final int LINES_OF_LOG = 12;

  private final String name;
  private final Path directory;
  private final Path log;
  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader replies;

  private SubjectProcess(String name, Path directory, Path log, Process process) {
    this.name = name;
    this.directory = directory;
    this.log = log;
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.replies = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * How a process is started.
   *
   * @param scratch where its directory and log are made
   * @param jar of the bench, with all that it needs beside it
   * @param packages the Packages file to load
   * @param before words before the command, such as those that choose another network
   */
  record Place(Path scratch, Path jar, Path packages, List<String> before) {
    Place within(List<String> words) {
      return new Place(scratch, jar, packages, words);
    }
  }

  /** Starts a process without waiting until it is ready: {@link #awaitReady} does. */
  static SubjectProcess start(Place place, String name, SubjectKind kind, List<String> needs)
      throws IOException {
    Path directory = place.scratch().resolve(name);
    Path log = place.scratch().resolve(name + ".log");
    List<String> command = new ArrayList<>(place.before());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseG1GC", "-Xms64m"));
    // A daemon of Edos has one gigabyte; the rivals are not to want for memory.
    command.add(kind == SubjectKind.EDOS ? "-Xmx1g" : "-Xmx2g");
    if (Runtime.version().feature() >= 24) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-Dlogback.configurationFile=logback-bench.xml", "-jar"));
    command.addAll(List.of(place.jar().toString(), "subject", place.packages().toString()));
    command.add(place.scratch().resolve(name + ".xml").toString());
    command.addAll(List.of(kind.name(), directory.toString()));
    command.addAll(needs);
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    return new SubjectProcess(name, directory, log, process);
  }

  /** Its name among the results. */
  String name() {
    return name;
  }

  /** Waits until it can be asked. */
  SubjectProcess awaitReady() throws IOException {
    reply("its start");
    return this;
  }

  /**
   * Has it do a command.
   *
   * @throws EdosException external if it fails or ends
   */
  Reply ask(String command) throws IOException {
    send(command);
    return reply(command);
  }

  private void send(String command) throws IOException {
    commands.write(command);
    commands.newLine();
    commands.flush();
  }

  private Reply reply(String command) throws IOException {
    String line = replies.readLine();
    if (line == null) {
      List<String> lines = Files.readAllLines(log);
      throw EdosException.external(
          "%s ended at '%s':%n%s"
              .formatted(
                  name,
                  command,
                  String.join(
                      "\n",
                      lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size()))));
    }
    Reply reply = Reply.read(line);
    if (!reply.failure().isEmpty()) {
      throw EdosException.external(name + " failed at " + reply.failure());
    }
    return reply;
  }

  /** Memory in use, after a collection, in bytes. */
  double heap() throws IOException {
    return ask("heap").numbers().getFirst();
  }

  /** Memory of the process that is in the machine's, in bytes. */
  double resident() throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return 1024.0 * Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return Double.NaN;
  }

  /** Bytes of its files' blocks on disk. */
  double disk() throws IOException {
    Process du = new ProcessBuilder("du", "-sk", directory.toString()).start();
    try (BufferedReader out = du.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      return line == null
          ? Double.NaN
          : 1024.0 * Long.parseLong(line.substring(0, line.indexOf('\t')));
    }
  }

  /** Waits until all that it wrote is on disk, beyond what the subject does itself. */
  void force() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(false);
        } catch (NoSuchFileException e) {
          // It was one of the moment.
        }
      }
    }
  }

  /** Ends the process; by force, if it does not end by itself. */
  @Override
  public void close() throws IOException {
    try {
      commands.close();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    replies.close();
  }
}
