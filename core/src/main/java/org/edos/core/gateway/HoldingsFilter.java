package org.edos.core.gateway;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;

/**
 * What a daemon holds, told so that only who knows a content's hash already can ask for it: a Bloom
 * filter over hashes that are salted anew by each daemon. It never denies what is held, and affirms
 * one in about 300 of what is not. Immutable.
 *
 * <p>Its bytes are: the four letters {@code EDF1}, the number of probes, {@link #SALT_BYTES} of
 * salt, and the bits.
 */
public final class HoldingsFilter {
  /** Most bytes that a filter is written in. */
  public static final int MOST_BYTES = 2 << 20;

  /** Bytes of a salt. */
  public static final int SALT_BYTES = 16;

  private static final byte[] MARK = {'E', 'D', 'F', '1'};
  private static final int HEAD_BYTES = MARK.length + 1 + SALT_BYTES;
  private static final int LEAST_BITS_BYTES = 128;
  private static final double BITS_PER_CONTENT = 12;
  private static final int MOST_PROBES = 12;

  /** A filter of the best size has half of its bits set; one that affirms everything has all. */
  private static final double FULLEST = 0.65;

  private final byte[] bytes;
  private final int probes;
  private final long bits;

  private HoldingsFilter(byte[] bytes) {
    this.bytes = bytes;
    this.probes = bytes[MARK.length];
    this.bits = 8L * (bytes.length - HEAD_BYTES);
  }

  /**
   * The filter of these contents. Of more contents than a filter of {@link #MOST_BYTES} tells apart
   * with some use, four and a half million, the rest is left out.
   *
   * @param salt {@link #SALT_BYTES} random bytes
   */
  public static HoldingsFilter of(byte[] salt, Collection<Sha256> contents) {
    if (salt.length != SALT_BYTES) {
      throw EdosException.usage("a filter's salt has " + SALT_BYTES + " bytes");
    }
    long wanted = (long) Math.ceil(contents.size() * BITS_PER_CONTENT / 8);
    int bitBytes = (int) Math.clamp(wanted, LEAST_BITS_BYTES, MOST_BYTES - HEAD_BYTES);
    double perContent = 8.0 * bitBytes / Math.max(1, contents.size());
    int probes = (int) Math.clamp(Math.round(perContent * Math.log(2)), 1, MOST_PROBES);
    byte[] bytes = new byte[HEAD_BYTES + bitBytes];
    System.arraycopy(MARK, 0, bytes, 0, MARK.length);
    bytes[MARK.length] = (byte) probes;
    System.arraycopy(salt, 0, bytes, MARK.length + 1, SALT_BYTES);
    HoldingsFilter filter = new HoldingsFilter(bytes);
    MessageDigest digest = Sha256.digest();
    contents.stream()
        .limit(8L * bitBytes * 27 / 100)
        .forEach(content -> filter.add(filter.probe(content, digest)));
    return filter;
  }

  /**
   * Reads what {@link #bytes} gave, on another machine.
   *
   * @throws EdosException (refused) if it is no filter, or one that affirms most of what it is
   *     asked
   */
  public static HoldingsFilter read(byte[] bytes) {
    if (bytes.length < HEAD_BYTES + 1
        || bytes.length > MOST_BYTES
        || !Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length)
        || bytes[MARK.length] < 1
        || bytes[MARK.length] > MOST_PROBES) {
      throw EdosException.refused("not a filter of holdings that this version reads");
    }
    HoldingsFilter filter = new HoldingsFilter(bytes.clone());
    if (filter.fullness() > FULLEST) {
      throw EdosException.refused("a filter of holdings that affirms nearly everything");
    }
    return filter;
  }

  private double fullness() {
    long set = 0;
    for (int i = HEAD_BYTES; i < bytes.length; i++) {
      set += Integer.bitCount(bytes[i] & 0xff);
    }
    return (double) set / bits;
  }

  /** Whether the content is held; true by mistake for one in about 300 that are not. */
  public boolean mayHold(Sha256 content) {
    long[] probe = probe(content, Sha256.digest());
    long at = probe[0];
    for (int i = 0; i < probes; i++) {
      long bit = Long.remainderUnsigned(at, bits);
      if ((bytes[HEAD_BYTES + (int) (bit >>> 3)] & 1 << (bit & 7)) == 0) {
        return false;
      }
      at += probe[1];
    }
    return true;
  }

  private void add(long[] probe) {
    long at = probe[0];
    for (int i = 0; i < probes; i++) {
      long bit = Long.remainderUnsigned(at, bits);
      bytes[HEAD_BYTES + (int) (bit >>> 3)] |= (byte) (1 << (bit & 7));
      at += probe[1];
    }
  }

  /** Where a content's first probe is, and how far the next one is each time. */
  private long[] probe(Sha256 content, MessageDigest digest) {
    digest.update(bytes, MARK.length + 1, SALT_BYTES);
    ByteBuffer salted = ByteBuffer.wrap(digest.digest(HexFormat.of().parseHex(content.hex())));
    return new long[] {salted.getLong(), salted.getLong() | 1};
  }

  /** The filter as it travels; treated as immutable. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The hash of its bytes, by which two are told apart. */
  public Sha256 tag() {
    return Sha256.of(bytes);
  }

  /** How many bytes it takes. */
  public int size() {
    return bytes.length;
  }
}
