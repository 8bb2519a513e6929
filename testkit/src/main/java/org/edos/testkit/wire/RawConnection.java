package org.edos.testkit.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A connection on which requests are written as they are, and answers read as they come. Reads give
 * up after ten seconds. For one thread.
 */
public final class RawConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket = new Socket();
  private final InputStream in;

  private RawConnection(int port) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects to a port of this machine. */
  public static RawConnection to(int port) throws IOException {
    return new RawConnection(port);
  }

  /** Asks once on a connection of its own. */
  public static RawAnswer ask(int port, String request) throws IOException {
    try (RawConnection connection = to(port)) {
      return connection.send(request).read(request.startsWith("HEAD ") ? "HEAD" : "GET");
    }
  }

  /** Writes this; returns the connection. */
  public RawConnection send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** Says that nothing more will be sent. */
  public void endSending() throws IOException {
    socket.shutdownOutput();
  }

  /** Whether the other side closes, or has closed, without another byte. */
  public boolean closes() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  /**
   * Reads an answer.
   *
   * @param method of the request, since an answer to HEAD has no body
   * @throws EOFException if the connection ends before a whole head has come
   */
  public RawAnswer read(String method) throws IOException {
    String[] status = line().split(" ", 3);
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(
              line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT),
              name -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    int code = Integer.parseInt(status[1]);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    boolean bodiless = method.equals("HEAD") || code == 304 || code == 204 || code < 200;
    boolean whole = bodiless || readBody(headers, body);
    return new RawAnswer(
        status[0], code, status.length < 3 ? "" : status[2], headers, body.toByteArray(), whole);
  }

  /** One byte more of whatever comes; -1 at the end. */
  public int readByte() throws IOException {
    return in.read();
  }

  private boolean readBody(Map<String, List<String>> headers, ByteArrayOutputStream body)
      throws IOException {
    if (headers.getOrDefault("transfer-encoding", List.of()).contains("chunked")) {
      return readChunks(body);
    }
    List<String> length = headers.get("content-length");
    return read(length == null ? Long.MAX_VALUE : Long.parseLong(length.getFirst()), body)
        || length == null;
  }

  private boolean readChunks(ByteArrayOutputStream body) throws IOException {
    try {
      while (true) {
        long size = Long.parseLong(line().split(";", 2)[0].strip(), 16);
        if (!read(size, body)) {
          return false;
        }
        line();
        if (size == 0) {
          return true;
        }
      }
    } catch (EOFException | SocketException e) {
      return false;
    }
  }

  private boolean read(long count, ByteArrayOutputStream to) throws IOException {
    byte[] buffer = new byte[8192];
    long left = count;
    try {
      while (left > 0) {
        int got = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (got < 0) {
          return false;
        }
        to.write(buffer, 0, got);
        left -= got;
      }
    } catch (SocketException e) {
      return false;
    }
    return true;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    while (c >= 0 && c != '\n') {
      line.append((char) c);
      c = in.read();
    }
    if (c < 0) {
      throw new EOFException("the connection ended after '" + line + "'");
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
