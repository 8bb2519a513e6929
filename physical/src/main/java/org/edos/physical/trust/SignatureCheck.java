package org.edos.physical.trust;

/** Checks Ed25519 signatures (RFC 8032). Safe for many threads. */
@FunctionalInterface
public interface SignatureCheck {
  /**
   * Whether this key signed these bytes. False, never a failure, for malformed keys and signatures.
   *
   * @param publicKey 64 hexadecimal digits
   * @param signature 128 hexadecimal digits
   */
  boolean verify(String publicKey, byte[] message, String signature);
}
