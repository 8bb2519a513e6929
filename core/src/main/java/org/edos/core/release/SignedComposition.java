package org.edos.core.release;

import org.edos.core.unit.Sha256;

/**
 * A composition as its publisher signed it. Holding one says nothing of trust: {@code
 * physical.trust} checks the signature, and whose key it is.
 *
 * @param xml the exact bytes signed
 * @param key the publisher's Ed25519 public key, 64 hexadecimal digits
 * @param signature of the bytes, 128 hexadecimal digits
 */
public record SignedComposition(byte[] xml, String key, String signature) {
  /** The hash that names this composition in announcements and wish lists. */
  public Sha256 digest() {
    return Sha256.of(xml);
  }

  /** Equal when every byte is. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SignedComposition that
        && java.util.Arrays.equals(xml, that.xml)
        && key.equals(that.key)
        && signature.equals(that.signature);
  }

  @Override
  public int hashCode() {
    return signature.hashCode();
  }
}
