package org.edos.core.unit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.edos.core.EdosException;

/**
 * The SHA-256 of some bytes: the only name by which content is stored, moved and trusted.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Sha256(String hex) implements Comparable<Sha256> {
  /**
   * Refuses anything but 64 lower-case hexadecimal digits, so that a hash is always safe as a file
   * name.
   */
  public Sha256 {
    if (!isHex(hex)) {
      throw EdosException.usage("not a SHA-256 (64 hexadecimal digits): " + abbreviate(hex));
    }
  }

  /** The hash of these bytes. */
  public static Sha256 of(byte[] bytes) {
    return ofRaw(digest().digest(bytes));
  }

  /** The hash that a digest from {@link #digest()} has arrived at; the digest is reset. */
  public static Sha256 of(MessageDigest digest) {
    return ofRaw(digest.digest());
  }

  /** A hash from its 32 raw bytes. */
  public static Sha256 ofRaw(byte[] raw) {
    return new Sha256(HexFormat.of().formatHex(raw));
  }

  /** A fresh SHA-256 computation. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return text.length() == 64;
  }

  private static String abbreviate(String text) {
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }

  @Override
  public int compareTo(Sha256 other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
