package org.edos.physical.torrent;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A peer that says it has everything and answers every request with random bytes (BEP 3, over TCP).
 */
public final class HostilePeer implements AutoCloseable {
  private static final int UNCHOKE = 1;
  private static final int BITFIELD = 5;
  private static final int REQUEST = 6;
  private static final int PIECE = 7;

  private final ServerSocket server;
  private final Torrent torrent;
  private final AtomicLong lies = new AtomicLong();

  /** Announces itself to the tracker. */
  public HostilePeer(Torrent torrent, Tracker tracker) {
    this.torrent = torrent;
    try {
      var here = InetAddress.getByName("127.0.0.1");
      server = new ServerSocket(0, 50, here);
      Thread.ofVirtual().start(this::accept);
      var hash = "%" + torrent.infoHash().replaceAll("..(?!$)", "$0%");
      tracker.announce(
          "info_hash="
              + hash
              + "&peer_id=-EVIL00-666666666666&left=0&port="
              + server.getLocalPort(),
          here);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many requests were answered. */
  public long lies() {
    return lies.get();
  }

  private void accept() {
    try {
      while (true) {
        var socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void serve(Socket accepted) {
    try (var socket = accepted;
        var in = new DataInputStream(socket.getInputStream());
        var out = new DataOutputStream(socket.getOutputStream())) {
      in.readNBytes(68);
      out.write(19);
      out.write("BitTorrent protocol".getBytes(StandardCharsets.ISO_8859_1));
      out.write(new byte[8]);
      out.write(HexFormat.of().parseHex(torrent.infoHash()));
      out.write("-EVIL00-666666666666".getBytes(StandardCharsets.ISO_8859_1));
      sayThatItHasAll(out);
      while (true) {
        int length = in.readInt();
        var message = in.readNBytes(length);
        if (length == 13 && message[0] == REQUEST) {
          lie(message, out);
        }
      }
    } catch (IOException gone) {
      return;
    }
  }

  private void sayThatItHasAll(DataOutputStream out) throws IOException {
    int pieces = Layout.of(torrent).pieces();
    var bits = new byte[(pieces + 7) / 8];
    for (int piece = 0; piece < pieces; piece++) {
      bits[piece / 8] |= (byte) (0x80 >> piece % 8);
    }
    out.writeInt(1 + bits.length);
    out.write(BITFIELD);
    out.write(bits);
    out.writeInt(1);
    out.write(UNCHOKE);
    out.flush();
  }

  private void lie(byte[] request, DataOutputStream out) throws IOException {
    var fields = ByteBuffer.wrap(request, 1, 12);
    int piece = fields.getInt();
    int begin = fields.getInt();
    var bytes = new byte[Math.min(fields.getInt(), 1 << 20)];
    new Random(lies.incrementAndGet()).nextBytes(bytes);
    out.writeInt(9 + bytes.length);
    out.write(PIECE);
    out.writeInt(piece);
    out.writeInt(begin);
    out.write(bytes);
    out.flush();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
