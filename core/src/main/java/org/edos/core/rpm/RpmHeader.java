package org.edos.core.rpm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.packager.rpm.RpmBaseTag;
import org.eclipse.packager.rpm.RpmSignatureTag;
import org.eclipse.packager.rpm.RpmTag;
import org.eclipse.packager.rpm.parse.InputHeader;
import org.eclipse.packager.rpm.parse.RpmInputStream;
import org.edos.core.EdosException;

/**
 * The headers of one rpm file: lead, signature header and main header. Their sizes, and the extent
 * of every value in them, are checked before Eclipse Packager decodes them, so that no header makes
 * it reserve more memory than a few times the header's own size. Immutable.
 */
final class RpmHeader {
  private static final int LEAD = 96;
  private static final int INTRO = 16;
  private static final int MAX_ENTRIES = 0xFFFF;
  private static final int MAX_STORE = 64 << 20;
  private static final byte[] LEAD_MAGIC = {(byte) 0xED, (byte) 0xAB, (byte) 0xEE, (byte) 0xDB};
  private static final byte[] HEADER_MAGIC = {(byte) 0x8E, (byte) 0xAD, (byte) 0xE8, 1};

  /**
   * Bytes of one value of each header type, from 0 (null) to 5 (64 bits); texts follow, and blobs
   * are type 7.
   */
  private static final int[] WIDTHS = {0, 1, 1, 2, 4, 8};

  private static final int BLOB = 7;
  private static final int LAST_TYPE = 9;

  private final InputHeader<RpmSignatureTag> signature;
  private final InputHeader<RpmTag> main;
  private final long start;
  private final long end;

  private RpmHeader(Decoder decoded, long start, long end) {
    this.signature = decoded.signature;
    this.main = decoded.main;
    this.start = start;
    this.end = end;
  }

  /**
   * Reads the headers and leaves the stream at the payload.
   *
   * @param what the file's name in error messages
   * @throws EdosException (external) if this is no rpm of format 3 or 4, or a damaged one
   */
  static RpmHeader read(String what, InputStream in) throws IOException {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 14);
      readLead(what, in, bytes);
      int signatureStore = readHeader(what, in, bytes);
      bytes.write(exactly(in, -signatureStore & 7));
      long start = bytes.size();
      readHeader(what, in, bytes);
      return new RpmHeader(decode(what, bytes.toByteArray()), start, bytes.size());
    } catch (EOFException e) {
      throw EdosException.external(what + " is cut short: fetch it again", e);
    }
  }

  private static Decoder decode(String what, byte[] headers) {
    try {
      return new Decoder(headers);
    } catch (IOException e) {
      throw EdosException.external(what + " is damaged: " + e.getMessage(), e);
    }
  }

  private static void readLead(String what, InputStream in, ByteArrayOutputStream bytes)
      throws IOException {
    byte[] lead = exactly(in, LEAD);
    if (!Arrays.equals(lead, 0, 4, LEAD_MAGIC, 0, 4)) {
      throw EdosException.external(what + " is not an rpm package");
    }
    if (lead[4] != 3 && lead[4] != 4) {
      throw unsupported(what, lead[4]);
    }
    bytes.write(lead);
  }

  /** Appends one header and answers the size of its store. */
  private static int readHeader(String what, InputStream in, ByteArrayOutputStream bytes)
      throws IOException {
    byte[] intro = exactly(in, INTRO);
    if (!Arrays.equals(intro, 0, 4, HEADER_MAGIC, 0, 4)) {
      throw EdosException.external(what + " is damaged: there is no header where one must be");
    }
    ByteBuffer numbers = ByteBuffer.wrap(intro);
    int entries = numbers.getInt(8);
    int size = numbers.getInt(12);
    if (entries < 0 || entries > MAX_ENTRIES || size < 0 || size > MAX_STORE) {
      throw EdosException.external(
          "%s is damaged: its header claims %d entries and %d bytes"
              .formatted(what, entries, size));
    }
    byte[] index = exactly(in, entries * INTRO);
    byte[] store = exactly(in, size);
    checkEntries(what, ByteBuffer.wrap(index), store);
    bytes.write(intro);
    bytes.write(index);
    bytes.write(store);
    return size;
  }

  /**
   * Every value must lie in the store, and all together must not be much more than the store holds.
   */
  private static void checkEntries(String what, ByteBuffer index, byte[] store) {
    long budget = 2L * store.length + 1024;
    while (index.hasRemaining()) {
      int tag = index.getInt();
      int type = index.getInt();
      int offset = index.getInt();
      int count = index.getInt();
      if (type < 0
          || type > LAST_TYPE
          || offset < 0
          || offset > store.length
          || count < 0
          || count > store.length) {
        throw EdosException.external(
            what + " is damaged: entry " + tag + " of its header points outside it");
      }
      budget -= extent(type, offset, count, store);
      if (budget < 0) {
        throw EdosException.external(what + " is damaged: the values of its header overlap");
      }
    }
  }

  private static long extent(int type, int offset, int count, byte[] store) {
    if (type < WIDTHS.length) {
      return (long) WIDTHS[type] * count;
    }
    if (type == BLOB) {
      return count;
    }
    int at = offset;
    for (int texts = count; texts > 0 && at < store.length; at++) {
      if (store[at] == 0) {
        texts--;
      }
    }
    return at - offset + 8L * count;
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("wanted " + length + " bytes, found " + bytes.length);
    }
    return bytes;
  }

  private static EdosException unsupported(String what, int format) {
    return EdosException.external(
        what
            + " has rpm's format "
            + format
            + ", which is not supported: rebuild it in format 4 (rpm 4)");
  }

  /** Refuses what calls itself a format beyond 4. */
  void requireFormat4(String what) {
    long format = number(RpmTags.FORMAT);
    if (format > 4) {
      throw unsupported(what, (int) Math.min(format, 99));
    }
  }

  /** Offset of the main header in the file. */
  long start() {
    return start;
  }

  /** Offset of the payload. */
  long end() {
    return end;
  }

  /** Whether the main header has this tag. */
  boolean has(int tag) {
    return main.getOptionalTag(tag).isPresent();
  }

  /** The tag's text, the first if there are several languages; empty when absent. */
  String text(int tag) {
    List<String> texts = texts(tag);
    return texts.isEmpty() ? "" : texts.getFirst();
  }

  /** The tag's texts. */
  List<String> texts(int tag) {
    return values(main, tag, String.class);
  }

  /** The tag's first number, unsigned; 0 when absent. */
  long number(int tag) {
    List<Long> numbers = numbers(tag);
    return numbers.isEmpty() ? 0 : numbers.getFirst();
  }

  /** The tag's numbers, unsigned. */
  List<Long> numbers(int tag) {
    return unsigned(main, tag);
  }

  /** The first number of a tag of the signature header; 0 when absent. */
  long signatureNumber(int tag) {
    List<Long> numbers = unsigned(signature, tag);
    return numbers.isEmpty() ? 0 : numbers.getFirst();
  }

  private static List<Long> unsigned(InputHeader<?> header, int tag) {
    return values(header, tag, Number.class).stream().map(RpmHeader::unsigned).toList();
  }

  private static long unsigned(Number number) {
    return switch (number) {
      case Byte b -> Byte.toUnsignedLong(b);
      case Short s -> Short.toUnsignedLong(s);
      case Integer i -> Integer.toUnsignedLong(i);
      default -> number.longValue();
    };
  }

  private static <T> List<T> values(InputHeader<?> header, int tag, Class<T> type) {
    Object value = header.getOptionalTag(tag).orElse("");
    Object[] all = value instanceof Object[] several ? several : new Object[] {value};
    List<T> values = new ArrayList<>(all.length);
    for (Object one : all) {
      if (type.isInstance(one)) {
        values.add(type.cast(one));
      }
    }
    return header.getOptionalTag(tag).isPresent() ? values : List.of();
  }

  /** Eclipse Packager's reading of the headers alone; the payload is none of its business. */
  private static final class Decoder extends RpmInputStream {
    private final InputHeader<RpmSignatureTag> signature;
    private final InputHeader<RpmTag> main;

    Decoder(byte[] headers) throws IOException {
      super(new ByteArrayInputStream(headers));
      readLead();
      signature = this.<RpmSignatureTag>decode(true);
      main = this.<RpmTag>decode(false);
    }

    private <T extends RpmBaseTag> InputHeader<T> decode(boolean padded) throws IOException {
      return readHeader(padded);
    }
  }
}
