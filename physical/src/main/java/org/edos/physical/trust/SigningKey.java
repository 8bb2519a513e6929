package org.edos.physical.trust;

/** A daemon's own key pair. Immutable and safe for many threads. */
public interface SigningKey {
  /** The Ed25519 public key: 64 lower-case hexadecimal digits. */
  String publicKey();

  /** The signature of these bytes: 128 lower-case hexadecimal digits. */
  String sign(byte[] message);
}
