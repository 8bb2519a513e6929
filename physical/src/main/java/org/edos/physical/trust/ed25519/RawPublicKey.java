package org.edos.physical.trust.ed25519;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The 32 bytes of an Ed25519 public key in hexadecimal, and the X.509 form that the JDK wants (RFC
 * 8410, section 4).
 */
final class RawPublicKey {
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final int LENGTH = 32;

  private RawPublicKey() {}

  static String hex(PublicKey key) {
    byte[] encoded = key.getEncoded();
    return HexFormat.of().formatHex(encoded, encoded.length - LENGTH, encoded.length);
  }

  /**
   * @throws GeneralSecurityException if the bytes are no point of the curve
   * @throws IllegalArgumentException if these are not 64 hexadecimal digits
   */
  static PublicKey parse(String hex) throws GeneralSecurityException {
    byte[] raw = HexFormat.of().parseHex(hex);
    if (raw.length != LENGTH) {
      throw new IllegalArgumentException("an Ed25519 public key has 64 hexadecimal digits");
    }
    byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + LENGTH);
    System.arraycopy(raw, 0, encoded, X509_PREFIX.length, LENGTH);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }
}
