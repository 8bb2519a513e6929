package org.edos.testkit.conformance;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An origin on a loopback port whose files are made of their names: {@code
 * /CONDUCT/pool/NAME_SIZE_all.deb} is given as the conduct says, well or ill. Safe for many
 * threads.
 */
public final class ProxyOrigin implements AutoCloseable {
  /** When every file was last modified. */
  public static final String MODIFIED = "Thu, 29 Feb 2024 12:34:56 GMT";

  private static final Pattern NAME = Pattern.compile("/([a-z]+)/pool/[^?]*_([0-9]+)_all\\.deb.*");

  private final ServerSocket server;
  private final AtomicInteger made = new AtomicInteger();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Begins to serve. */
  public ProxyOrigin() {
    server = lowPort();
    Thread.ofVirtual().name("origin").start(this::accept);
  }

  /** A free loopback port below 32,768: apt-cacher-ng knows no other. */
  public static ServerSocket lowPort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try {
        return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      } catch (BindException e) {
        // Another program has it.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Host and port. */
  public String authority() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** The targets that were asked for, in order. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  String fresh(String conduct, int size) {
    return "/" + conduct + "/pool/f" + made.incrementAndGet() + "_" + size + "_all.deb";
  }

  /** The bytes of the file at this path, wherever it is asked for. */
  public static byte[] bytes(String path) {
    Matcher name = NAME.matcher(path);
    if (!name.matches()) {
      throw new IllegalArgumentException(path + " is no file of this origin");
    }
    String plain = path.replace("%7e", "~").replace("%2b", "+").replace("%7E", "~");
    byte[] bytes = new byte[Integer.parseInt(name.group(2))];
    new Random(plain.replace("%2B", "+").hashCode()).nextBytes(bytes);
    return bytes;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().name("origin-connection").start(() -> serve(socket));
      } catch (IOException e) {
        // It is closed.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      List<String> head = head(in);
      while (!head.isEmpty() && answer(head, socket.getOutputStream())) {
        head = head(in);
      }
    } catch (IOException e) {
      // The proxy is gone.
    } finally {
      open.remove(socket);
    }
  }

  private static List<String> head(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        String text = line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
        if (text.isEmpty()) {
          return lines;
        }
        lines.add(text);
        line.reset();
      } else {
        line.write(c);
      }
    }
    return List.of();
  }

  /** Whether the connection stays. */
  private boolean answer(List<String> head, OutputStream out) throws IOException {
    String[] line = head.getFirst().split(" ", 3);
    String target =
        line[1].startsWith("http://") ? line[1].substring(line[1].indexOf('/', 7)) : line[1];
    asked.add(target);
    String conduct = target.split("/", 3)[1];
    boolean bodiless = line[0].equals("HEAD");
    return switch (conduct) {
      case "plain" -> plain(head, target, bodiless, out);
      case "bare" -> send(out, "200 OK", "", bytes(target), bodiless);
      case "missing" ->
          send(out, "404 Not Found", "X-Origin: kept\r\n", text("no such file"), bodiless);
      case "busy" ->
          send(out, "503 Service Unavailable", "Retry-After: 7\r\n", text("busy"), bodiless);
      case "echo" -> send(out, "200 OK", "", text(String.join("\n", head)), bodiless);
      case "redirect" -> {
        String to = "http://" + authority() + target.replace("/redirect/", "/plain/");
        yield send(out, "302 Found", "Location: " + to + "\r\n", text("elsewhere"), bodiless);
      }
      default -> ill(conduct, target, bodiless, out);
    };
  }

  private static boolean plain(List<String> head, String target, boolean bodiless, OutputStream out)
      throws IOException {
    byte[] bytes = bytes(target);
    String tag = "\"" + Integer.toHexString(Arrays.hashCode(bytes)) + "\"";
    String more =
        "ETag: " + tag + "\r\nLast-Modified: " + MODIFIED + "\r\nAccept-Ranges: bytes\r\n";
    String tags = header(head, "if-none-match");
    boolean sameDate = header(head, "if-modified-since").equals(MODIFIED);
    if (tags.contains(tag) || (tags.isEmpty() && sameDate)) {
      return send(out, "304 Not Modified", more, new byte[0], true);
    }
    Matcher range = Pattern.compile("bytes=([0-9]+)-([0-9]*)").matcher(header(head, "range"));
    String condition = header(head, "if-range");
    boolean holds = condition.isEmpty() || condition.equals(tag) || condition.equals(MODIFIED);
    if (!range.matches() || !holds || Integer.parseInt(range.group(1)) >= bytes.length) {
      return send(out, "200 OK", more, bytes, bodiless);
    }
    int first = Integer.parseInt(range.group(1));
    int last = range.group(2).isEmpty() ? bytes.length - 1 : Integer.parseInt(range.group(2));
    last = Math.min(last, bytes.length - 1);
    more += "Content-Range: bytes " + first + "-" + last + "/" + bytes.length + "\r\n";
    return send(
        out, "206 Partial Content", more, Arrays.copyOfRange(bytes, first, last + 1), bodiless);
  }

  private static boolean ill(String conduct, String target, boolean bodiless, OutputStream out)
      throws IOException {
    byte[] bytes = bytes(target);
    int half = bytes.length / 2;
    String type = "HTTP/1.1 200 OK\r\nContent-Type: application/x-test\r\n";
    switch (conduct) {
      case "chunked" -> {
        out.write(text(type + "Transfer-Encoding: chunked\r\n\r\n"));
        if (!bodiless) {
          chunk(out, bytes, 0, half);
          chunk(out, bytes, half, bytes.length - half);
          out.write(text("0\r\n\r\n"));
        }
        out.flush();
        return true;
      }
      case "endless" -> {
        out.write(text(type + "Connection: close\r\n\r\n"));
        out.write(bytes, 0, bodiless ? 0 : bytes.length);
      }
      case "cut" -> {
        out.write(text(type + "Content-Length: " + bytes.length + "\r\n\r\n"));
        out.write(bytes, 0, bodiless ? 0 : half);
      }
      case "cutchunks" -> {
        out.write(text(type + "Transfer-Encoding: chunked\r\n\r\n"));
        chunk(out, bytes, 0, half);
      }
      default -> throw new IOException("no such conduct: " + conduct);
    }
    out.flush();
    return false;
  }

  private static void chunk(OutputStream out, byte[] bytes, int from, int count)
      throws IOException {
    out.write(text(Integer.toHexString(count) + "\r\n"));
    out.write(bytes, from, count);
    out.write(text("\r\n"));
  }

  private static boolean send(
      OutputStream out, String status, String more, byte[] body, boolean bodiless)
      throws IOException {
    String length = status.startsWith("304") ? "" : "Content-Length: " + body.length + "\r\n";
    String head = "HTTP/1.1 " + status + "\r\nContent-Type: application/x-test\r\n";
    out.write(text(head + length + more + "\r\n"));
    out.write(body, 0, bodiless ? 0 : body.length);
    out.flush();
    return true;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String header(List<String> head, String name) {
    return head.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
