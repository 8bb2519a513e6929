package org.edos.physical.trust;

import java.time.Duration;
import org.edos.core.EdosException;

/**
 * Issues the certificates by which a network's members know each other. Safe for use by many
 * threads.
 */
public interface MirrorAuthority {
  /** Its own certificate, X.509 in DER, which every member trusts. */
  byte[] certificate();

  /**
   * A member's certificate, X.509 in DER.
   *
   * @param publicKey an EC P-256 key, SubjectPublicKeyInfo in DER
   * @param name of the member, its subject's common name
   * @param validity from now on
   * @throws EdosException (usage) if the key is of another kind
   */
  byte[] issue(byte[] publicKey, String name, Duration validity);
}
