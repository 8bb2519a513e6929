package org.edos.bench.flashcrowd;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.edos.core.EdosException;
import org.edos.physical.torrent.Torrent;

/** Peers, by another client, that say they have everything and send wrong bytes. */
final class Liars implements AutoCloseable {
  /**
   * What they came to.
   *
   * @param stillConnected peers that are connected to a liar at the end
   * @param sentBytes wrong ones
   */
  record End(int stillConnected, long sentBytes) {}

  /** The one that Debian's packages install their modules for. */
  private static final String PYTHON = "/usr/bin/python3";

  private final List<Process> processes = new ArrayList<>();
  private final List<BufferedReader> outputs = new ArrayList<>();

  /** Starts them, and returns when all of them are seeds. */
  Liars(int count, int upload, List<Torrent> torrents, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path script = folder.resolve("liar.py");
    try (InputStream in = Liars.class.getResourceAsStream("liar.py")) {
      if (in == null) {
        throw new IllegalStateException("liar.py is part of this program");
      }
      Files.copy(in, script);
    }
    List<String> command = new ArrayList<>(List.of(PYTHON, script.toString()));
    for (int liar = 0; liar < count; liar++) {
      List<String> own = new ArrayList<>(command);
      own.addAll(List.of(folder.resolve("liar" + liar).toString(), Integer.toString(upload)));
      for (Torrent torrent : torrents) {
        Path file = folder.resolve(torrent.infoHash() + ".torrent");
        own.add(Files.write(file, torrent.metainfo()).toString());
      }
      Process process =
          new ProcessBuilder(own).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      processes.add(process);
      outputs.add(process.inputReader(StandardCharsets.UTF_8));
    }
    for (BufferedReader output : outputs) {
      if (!"ready".equals(output.readLine())) {
        throw EdosException.external("a liar did not start; is python3-libtorrent installed?");
      }
    }
  }

  /** Ends them. */
  End end() throws IOException {
    int connected = 0;
    long sent = 0;
    for (int liar = 0; liar < processes.size(); liar++) {
      processes.get(liar).getOutputStream().close();
      String line = outputs.get(liar).readLine();
      if (line != null) {
        String[] words = line.split(" ");
        connected += Integer.parseInt(words[0]);
        sent += Long.parseLong(words[1]);
      }
    }
    return new End(connected, sent);
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }
}
