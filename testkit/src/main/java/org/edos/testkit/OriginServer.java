package org.edos.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A repository's own server, on loopback: a folder over HTTP/1.1 with kept connections, ranges and
 * conditions, which counts what it gives and misbehaves as it is told. It writes to its sockets
 * itself, because a real server's library would not let it break its answers. Safe for many
 * threads.
 */
public final class OriginServer implements AutoCloseable {
  private static final int MOST_HEADERS = 100;

  /**
   * A request as it came.
   *
   * @param method GET or HEAD
   * @param path decoded, without the slash at its beginning
   * @param headers by name in any case
   */
  record Asked(String method, String path, Map<String, String> headers) {}

  private final Path folder;
  private final int port;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Map<String, LongAdder> bytes = new ConcurrentHashMap<>();
  private final Set<String> refusedOnce = ConcurrentHashMap.newKeySet();
  private final Set<String> cutOnce = ConcurrentHashMap.newKeySet();
  private final Pace pace = new Pace();
  private final Map<String, Conduct> conducts = new ConcurrentHashMap<>(Map.of("", Conduct.WELL));
  private volatile ServerSocket listening;

  /** Begins to serve the folder, which may still be empty. */
  public OriginServer(Path folder) {
    this(folder, 0);
  }

  /** Begins to serve the folder, at that port unless it is 0. */
  public OriginServer(Path folder, int port) {
    this.folder = folder;
    this.listening = listen(port);
    this.port = listening.getLocalPort();
  }

  private ServerSocket listen(int wanted) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 200);
      Thread.ofVirtual().name("origin").start(() -> accept(socket));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException("no server at port " + wanted, e);
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connection.setTcpNoDelay(true);
        connections.add(connection);
        Thread.ofVirtual().name("origin-answers").start(() -> serve(connection));
      } catch (IOException e) {
        // Closed, or a client that left at once.
      }
    }
  }

  /** Where the folder is; ends with a slash. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  /** Behaves so from now on. What was refused or cut once may be so once again. */
  public void behave(Conduct conduct) {
    conducts.keySet().retainAll(Set.of(""));
    behave("", conduct);
  }

  /**
   * Behaves so from now on where paths begin so, and as before elsewhere. The rate is that of the
   * last call for all.
   */
  public void behave(String prefix, Conduct conduct) {
    refusedOnce.clear();
    cutOnce.clear();
    pace.limit(conduct.rate());
    conducts.put(prefix, conduct);
  }

  private Conduct conduct(String path) {
    return conducts.entrySet().stream()
        .filter(entry -> path.startsWith(entry.getKey()))
        .max(Comparator.comparingInt(entry -> entry.getKey().length()))
        .map(Map.Entry::getValue)
        .orElse(Conduct.WELL);
  }

  /** Ends all connections, and refuses new ones until {@link #up}. */
  public void down() {
    try {
      listening.close();
      hangUp();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Listens again, where it did before. */
  public void up() {
    if (listening.isClosed()) {
      listening = listen(port);
    }
  }

  /** Ends all connections; new ones are welcome. */
  public void hangUp() throws IOException {
    for (Socket connection : connections) {
      connection.close();
    }
  }

  /** The paths asked for so far, without the slash at their beginning, in order. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** Bytes of bodies given so far of the paths that begin so. */
  public long bytes(String prefix) {
    return bytes.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .mapToLong(entry -> entry.getValue().sum())
        .sum();
  }

  /** Bytes of all bodies given so far. */
  public long bytes() {
    return bytes("");
  }

  /** Forgets what was asked for and given. */
  public void forget() {
    asked.clear();
    bytes.clear();
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream(), 8192);
      for (Asked request = read(in); request != null; request = read(in)) {
        Conduct now = conduct(request.path());
        asked.add(request.path());
        if (!now.latency().isZero()) {
          Thread.sleep(now.latency());
        }
        OriginAnswer answer = answer(request, now);
        LongAdder given = bytes.computeIfAbsent(request.path(), path -> new LongAdder());
        if (!answer.send(connection, given, pace)) {
          break;
        }
      }
    } catch (IOException e) {
      // The client has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(connection);
    }
  }

  private OriginAnswer answer(Asked request, Conduct now) throws IOException {
    Path file = folder.resolve(request.path()).normalize();
    if (now.unavailableOnce() && refusedOnce.add(request.path())) {
      return OriginAnswer.plain(503, "Service Unavailable");
    }
    if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
      return OriginAnswer.plain(404, "Not Found");
    }
    long cut =
        now.cutAfter() > 0 && Files.size(file) > now.cutAfter() && cutOnce.add(request.path())
            ? now.cutAfter()
            : Long.MAX_VALUE;
    return OriginAnswer.file(request, file, now, cut);
  }

  private static @Nullable Asked read(InputStream in) throws IOException {
    String first = line(in);
    if (first == null) {
      return null;
    }
    String[] parts = first.split(" ", 3);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon < 1 || headers.size() >= MOST_HEADERS) {
        throw new IOException("bad header");
      }
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    if (parts.length < 3) {
      throw new IOException("bad request line");
    }
    String raw = parts[1].startsWith("/") ? parts[1] : URI.create(parts[1]).getRawPath();
    String plain = raw.replaceFirst("[?].*", "").replace("+", "%2B");
    return new Asked(
        parts[0], URLDecoder.decode(plain.substring(1), StandardCharsets.UTF_8), headers);
  }

  /** A line without its end; null at the end of the connection. */
  private static @Nullable String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() > 8192) {
        return null;
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() {
    down();
  }
}
