package org.edos.bench.gateway;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection to a proxy or to the origin, kept over requests. Used by one thread. */
final class KeptConnection implements AutoCloseable {
  private static final int STALLED_MILLIS = 40_000;

  private final URI server;
  private Socket socket;
  private InputStream in;

  /**
   * How long an answer took.
   *
   * @param firstMillis until the first byte of its body
   * @param millis until the last
   * @param bytes of its body
   */
  record Answer(double firstMillis, double millis, long bytes) {}

  /** Connects. */
  KeptConnection(URI server) throws IOException {
    this.server = server;
    connect();
  }

  private void connect() throws IOException {
    socket = new Socket(server.getHost(), server.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(STALLED_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
  }

  /**
   * Gets a file and throws its bytes away.
   *
   * @throws IOException if it is not answered 200 with a length and all bytes
   */
  Answer get(URI file) throws IOException {
    boolean direct = file.getAuthority().equals(server.getAuthority());
    String request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: Debian APT-HTTP/1.3 (2.6.1)\r\n\r\n"
            .formatted(direct ? file.getRawPath() : file, file.getAuthority());
    long start = System.nanoTime();
    String status = status(request.getBytes(StandardCharsets.US_ASCII));
    long length = -1;
    boolean close = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String small = line.toLowerCase(Locale.ROOT);
      length = small.startsWith("content-length:") ? Long.parseLong(value(line)) : length;
      close |= small.startsWith("connection:") && small.endsWith("close");
    }
    if (!status.contains(" 200") || length < 0) {
      throw new IOException(file + " was answered " + status);
    }
    byte[] buffer = new byte[256 << 10];
    long first = 0;
    for (long got = 0; got < length; ) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, length - got));
      if (read < 0) {
        throw new EOFException(file + " was cut after " + got + " bytes");
      }
      first = first == 0 ? System.nanoTime() : first;
      got += read;
    }
    long end = System.nanoTime();
    if (close) {
      socket.close();
      connect();
    }
    return new Answer((first - start) / 1e6, (end - start) / 1e6, length);
  }

  /** Sends a request, and once more where the server has given the connection up meanwhile. */
  private String status(byte[] request) throws IOException {
    try {
      socket.getOutputStream().write(request);
      return line();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException closed) {
      socket.close();
      connect();
      socket.getOutputStream().write(request);
      return line();
    }
  }

  private static String value(String line) {
    return line.substring(line.indexOf(':') + 1).strip();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed before an answer");
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
