package org.edos.role.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.gateway.PieceSet;
import org.edos.core.unit.Sha256;

/**
 * A web server on loopback that behaves as it is told: what stands for origins and for peers. Safe
 * for many threads.
 */
final class OddServer implements AutoCloseable {
  /** How long an answer says that it is. */
  enum Length {
    RIGHT,
    NONE,
    CHUNKED,
    TOO_LONG,
    ENDLESS
  }

  /** How it behaves. */
  static final class Manner {
    volatile boolean ranges = true;
    volatile boolean silent;
    volatile boolean refusing;
    volatile boolean etag = true;
    volatile int status = 200;
    volatile Length length = Length.RIGHT;
    volatile int bytesPerSecond;
    volatile long cutAfter = Long.MAX_VALUE;
    volatile long stallAfter = Long.MAX_VALUE;
    volatile long delayMillis;

    /**
     * What stands in the header of parts of {@link #pieces}, and of 404 for those that are not all
     * among them.
     */
    volatile Optional<String> present = Optional.empty();

    volatile PieceSet pieces = PieceSet.NONE;
    final Queue<Integer> firstStatuses = new ArrayDeque<>();
  }

  /** A request as it came. */
  record Asked(String path, Map<String, String> headers) {}

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
  private static final int CHUNK = 16 << 10;

  final Manner manner = new Manner();
  final AtomicLong sent = new AtomicLong();
  final AtomicInteger connections = new AtomicInteger();
  final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  OddServer() {
    try {
      server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** Serves a file; gives its address. */
  URI serve(String path, byte[] bytes) {
    files.put(path, bytes);
    return address().resolve(path);
  }

  /** Has only these pieces from now on, as a daemon has that is fetching the content itself. */
  void hasOnly(int... pieces) {
    BitSet set = new BitSet();
    IntStream.of(pieces).forEach(set::set);
    manner.pieces = PieceSet.of(set);
    manner.present = Optional.of(manner.pieces.text());
  }

  /** Serves a content as daemons do. */
  OddServer holding(Sha256 id, byte[] bytes) {
    serve("/content/sha256/" + id.hex(), bytes);
    return this;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        connections.incrementAndGet();
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1))) {
      boolean more = !manner.refusing;
      while (more) {
        String line = in.readLine();
        if (line == null) {
          return;
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = in.readLine();
            header != null && !header.isEmpty();
            header = in.readLine()) {
          int colon = header.indexOf(':');
          headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
        }
        String path = line.split(" ")[1];
        asked.add(new Asked(path, headers));
        more = answer(socket, path, headers);
      }
    } catch (IOException e) {
      // The other side is gone, or this one closes.
    } finally {
      sockets.remove(socket);
    }
  }

  private boolean answer(Socket socket, String path, Map<String, String> headers)
      throws IOException {
    if (manner.silent) {
      hang(socket);
      return false;
    }
    pause(manner.delayMillis);
    OutputStream out = socket.getOutputStream();
    byte[] bytes = files.get(path);
    Integer first;
    synchronized (manner) {
      first = manner.firstStatuses.poll();
    }
    int status = first != null ? first : bytes == null ? 404 : manner.status;
    if (status != 200 || bytes == null) {
      byte[] body = ("status " + status).getBytes(ISO_8859_1);
      head(out, status, List.of("Content-Length: " + body.length, "X-Server: odd"));
      out.write(body);
      out.flush();
      return true;
    }
    String range = headers.getOrDefault("Range", "");
    Optional<String> present = manner.present;
    if (present.isPresent() && !hasPart(bytes, range)) {
      head(out, 404, List.of("Content-Length: 0", PieceSet.HEADER + ": " + present.get()));
      return true;
    }
    return body(socket, out, bytes, range);
  }

  private boolean hasPart(byte[] bytes, String range) {
    Matcher asked = RANGE.matcher(range);
    boolean has = asked.matches() && !asked.group(2).isEmpty();
    for (long at = has ? Long.parseLong(asked.group(1)) : 0;
        has && at <= Math.min(Long.parseLong(asked.group(2)), bytes.length - 1);
        at += PieceHashes.PIECE_BYTES) {
      has = manner.pieces.has(PieceTable.pieceAt(at));
    }
    return has;
  }

  private boolean body(Socket socket, OutputStream out, byte[] bytes, String range)
      throws IOException {
    int from = 0;
    int until = bytes.length;
    List<String> headers = new ArrayList<>();
    Matcher asked = RANGE.matcher(range);
    boolean partial = manner.ranges && asked.matches();
    if (partial) {
      from = Integer.parseInt(asked.group(1));
      until = asked.group(2).isEmpty() ? until : Integer.parseInt(asked.group(2)) + 1;
      if (from >= bytes.length) {
        head(out, 416, List.of("Content-Length: 0", "Content-Range: bytes */" + bytes.length));
        return true;
      }
      until = Math.min(until, bytes.length);
      headers.add("Content-Range: bytes " + from + "-" + (until - 1) + "/" + bytes.length);
      manner.present.ifPresent(pieces -> headers.add(PieceSet.HEADER + ": " + pieces));
    }
    if (manner.etag) {
      headers.add("ETag: \"" + System.identityHashCode(bytes) + "-" + bytes.length + "\"");
    }
    switch (manner.length) {
      case RIGHT -> headers.add("Content-Length: " + (until - from));
      case TOO_LONG -> headers.add("Content-Length: " + (until - from + 1000));
      case CHUNKED -> headers.add("Transfer-Encoding: chunked");
      case NONE, ENDLESS -> headers.add("Connection: close");
    }
    head(out, partial ? 206 : 200, headers);
    send(socket, out, bytes, from, until);
    return manner.length == Length.RIGHT || manner.length == Length.CHUNKED;
  }

  private void send(Socket socket, OutputStream out, byte[] bytes, int from, int until)
      throws IOException {
    boolean endless = manner.length == Length.ENDLESS;
    int at = from;
    while (at < until || endless) {
      if (at - from >= manner.cutAfter) {
        socket.close();
        throw new IOException("cut");
      }
      if (at - from >= manner.stallAfter) {
        hang(socket);
        return;
      }
      int rate = manner.bytesPerSecond;
      int most = rate == 0 ? CHUNK : Math.clamp(rate / 20, 1, CHUNK);
      int count = endless && at >= until ? most : Math.min(most, until - at);
      byte[] chunk = new byte[count];
      if (at < until) {
        System.arraycopy(bytes, at, chunk, 0, count);
      }
      if (manner.length == Length.CHUNKED) {
        out.write((Integer.toHexString(count) + "\r\n").getBytes(ISO_8859_1));
      }
      out.write(chunk);
      if (manner.length == Length.CHUNKED) {
        out.write("\r\n".getBytes(ISO_8859_1));
      }
      sent.addAndGet(count);
      at += count;
      if (rate > 0) {
        pause(count * 1000L / rate);
      }
    }
    if (manner.length == Length.CHUNKED) {
      out.write("0\r\n\r\n".getBytes(ISO_8859_1));
    }
    out.flush();
  }

  private static void head(OutputStream out, int status, List<String> headers) throws IOException {
    String head = "HTTP/1.1 " + status + " Odd\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    out.write(head.getBytes(ISO_8859_1));
  }

  /** Says nothing until the other side gives up. */
  private static void hang(Socket socket) throws IOException {
    int gone = 0;
    while (gone >= 0) {
      gone = socket.getInputStream().read();
    }
  }

  private static void pause(long millis) {
    if (millis > 0) {
      LockSupport.parkNanos(millis * 1_000_000);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
    threads.close();
  }
}
