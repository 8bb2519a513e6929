package org.edos.app.rehearsal;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Asks a proxy as apt does: many requests at once on one kept connection. For one thread. */
final class Asker implements AutoCloseable {
  private static final int AT_ONCE = 10;
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  Asker(URI proxy) throws IOException {
    socket = new Socket(proxy.getHost(), proxy.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
    out = socket.getOutputStream();
  }

  /** Gets them all, whatever the answers are. */
  void ask(List<URI> addresses) throws IOException {
    for (int from = 0; from < addresses.size(); from += AT_ONCE) {
      List<URI> some = addresses.subList(from, Math.min(from + AT_ONCE, addresses.size()));
      StringBuilder requests = new StringBuilder();
      for (URI address : some) {
        requests.append(
            "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: Debian APT-HTTP/1.3\r\n\r\n"
                .formatted(address, address.getAuthority()));
      }
      out.write(requests.toString().getBytes(StandardCharsets.US_ASCII));
      for (int answer = 0; answer < some.size(); answer++) {
        skipAnswer();
      }
    }
  }

  private void skipAnswer() throws IOException {
    long length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    in.skipNBytes(length);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the daemon closed the connection");
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
