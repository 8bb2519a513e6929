package org.edos.physical.trust;

import org.edos.core.EdosException;

/** The key pair of a member to be, and the place where its certificate is kept. */
public interface MemberKey {
  /** The public half, EC P-256, SubjectPublicKeyInfo in DER. */
  byte[] publicKey();

  /**
   * Keeps the certificate of this key.
   *
   * @param certificate X.509 in DER
   * @param authority whose signature it must bear, X.509 in DER
   * @param name that the certificate must name
   * @throws EdosException refused if one of these does not hold; external if it cannot be written
   */
  void keep(byte[] certificate, byte[] authority, String name);
}
