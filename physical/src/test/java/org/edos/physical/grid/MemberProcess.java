package org.edos.physical.grid;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.release.ReleaseId;
import org.edos.physical.channel.grid.GridChannelLog;
import org.edos.physical.index.IndexedReleases;
import org.edos.physical.index.grid.GridIndex;

/**
 * A member of a grid as a process: opens node, index and channels, and does what it is told by
 * lines, one to a connection, on the loopback port that it prints.
 */
final class MemberProcess {
  private final GridNode node;
  private final GridIndex index;
  private final GridChannelLog channels;
  private final List<String> heard = new CopyOnWriteArrayList<>();

  private MemberProcess(GridConfig config) {
    this.node = GridNode.open(config);
    this.index = new GridIndex(node);
    this.channels = new GridChannelLog(node, Clock.systemUTC());
    channels.listen(event -> heard.add(event.id() + " " + event.subject()));
  }

  /**
   * Runs until it is killed or told to stop. Arguments: directory, name, role, seeds separated by
   * commas or a dash, key store, its password, the authority's certificate.
   */
  public static void main(String[] arguments) throws IOException {
    System.setProperty("org.slf4j.simpleLogger.logFile", "System.err");
    GridTls tls = new GridTls(Path.of(arguments[4]), arguments[5], Path.of(arguments[6]));
    List<String> seeds = arguments[3].equals("-") ? List.of() : List.of(arguments[3].split(","));
    GridConfig config =
        GridConfig.local(Path.of(arguments[0]), arguments[1])
            .withRegionBytes(64L << 20)
            .in(GridRole.valueOf(arguments[2]), seeds, tls);
    MemberProcess member = new MemberProcess(config);
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      System.out.println("port " + server.getLocalPort());
      while (true) {
        Socket caller = server.accept();
        Thread.ofVirtual().start(() -> member.serve(caller));
      }
    }
  }

  private void serve(Socket caller) {
    try (caller;
        BufferedReader in =
            new BufferedReader(new InputStreamReader(caller.getInputStream(), UTF_8));
        PrintStream out = new PrintStream(caller.getOutputStream(), false, UTF_8)) {
      String line = in.readLine();
      try {
        out.print("ok " + answer(line == null ? "" : line));
      } catch (EdosException e) {
        out.print("failed " + e.getMessage());
      } catch (RuntimeException e) {
        e.printStackTrace(out);
      }
    } catch (IOException e) {
      e.printStackTrace();
    }
  }

  private String answer(String line) {
    String[] words = line.split(" ", -1);
    return switch (words[0]) {
      case "answers" -> FixedQuestions.answers(index);
      case "releases" -> FixedQuestions.releases(index);
      case "one" -> FixedQuestions.one(index, Integer.parseInt(words[1]));
      case "publish" -> {
        IndexedReleases.publish(
            index,
            words[1],
            Long.parseLong(words[2]),
            FixedQuestions.documents(Long.parseLong(words[3]), Integer.parseInt(words[4])));
        yield "published";
      }
      case "unpublish" -> "was visible: " + index.unpublish(ReleaseId.parse(words[1]));
      case "append" ->
          Long.toString(
              channels
                  .append(Channel.RELEASES, ChannelEvent.Kind.UNIT_ADDED, words[1], Map.of())
                  .id());
      case "heard" -> String.join(",", heard);
      case "members" -> {
        StringBuilder members = new StringBuilder();
        for (GridMember member : node.nodes()) {
          members
              .append(member.name())
              .append(member.online() ? " online" : " away")
              .append(member.inBaseline() ? " holds" : " empty")
              .append(';');
        }
        yield members.toString();
      }
      case "seed" -> node.seed();
      case "retire" -> {
        node.retire(words[1]);
        yield "retired";
      }
      case "close" -> {
        node.close();
        yield "closed";
      }
      default -> throw new IllegalArgumentException("unknown: " + line);
    };
  }
}
