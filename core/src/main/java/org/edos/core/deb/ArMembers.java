package org.edos.core.deb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.edos.core.OneByte;

/**
 * Walks the members of a common {@code ar} archive as dpkg writes it (deb(5)): a magic line, then
 * per member a header of 60 bytes and the data, padded to even length. Long names, which packages
 * never have, are not understood.
 */
final class ArMembers {
  private static final byte[] MAGIC = "!<arch>\n".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 60;
  private static final int NAME_END = 16;
  private static final int SIZE = 48;
  private static final int SIZE_END = 58;

  /**
   * A member: its name, its size in bytes, and its data, to be read before the next member is asked
   * for.
   */
  record Member(String name, long size, InputStream data) {}

  private final InputStream in;
  private long unread;
  private boolean padded;

  /** Reads and checks the magic line. */
  ArMembers(InputStream in) throws IOException {
    this.in = in;
    if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
      throw new IOException("it does not begin with the line !<arch>");
    }
  }

  /** The next member, or empty at the end; what is unread of the one before is passed over. */
  Optional<Member> next() throws IOException {
    passOver();
    byte[] header = in.readNBytes(HEADER);
    if (header.length == 0) {
      return Optional.empty();
    }
    if (header.length < HEADER || header[SIZE_END] != '`' || header[SIZE_END + 1] != '\n') {
      throw new IOException("the header of a member is cut off or broken");
    }
    String name = new String(header, 0, NAME_END, StandardCharsets.ISO_8859_1).stripTrailing();
    String size =
        new String(header, SIZE, SIZE_END - SIZE, StandardCharsets.ISO_8859_1).stripTrailing();
    if (!size.matches("[0-9]{1,10}")) {
      throw new IOException("a member has no size");
    }
    unread = Long.parseLong(size);
    padded = unread % 2 == 1;
    return Optional.of(
        new Member(
            name.endsWith("/") ? name.substring(0, name.length() - 1) : name, unread, new Data()));
  }

  private void passOver() throws IOException {
    byte[] waste = new byte[1 << 16];
    InputStream data = new Data();
    while (unread > 0) {
      if (data.read(waste, 0, waste.length) < 0) {
        return;
      }
    }
    if (padded) {
      in.read();
      padded = false;
    }
  }

  /** The bytes of the present member; ends with an exception where the archive is cut off. */
  private final class Data extends InputStream {
    @Override
    public int read() throws IOException {
      return OneByte.of(this);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (unread == 0) {
        return -1;
      }
      int read = in.read(target, offset, (int) Math.min(length, unread));
      if (read < 0) {
        throw new IOException("it is cut off");
      }
      unread -= read;
      return read;
    }
  }
}
