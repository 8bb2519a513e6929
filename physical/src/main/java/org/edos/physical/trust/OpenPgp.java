package org.edos.physical.trust;

import java.util.List;
import org.edos.core.EdosException;

/** OpenPGP as APT and RPM repositories use it. Safe for many threads. */
public interface OpenPgp {
  /**
   * Checks a clear-signed text such as InRelease.
   *
   * @param keyring public keys, armoured or binary, one or many
   * @return the text without the signature, exactly as signed, and the fingerprints of the keys
   *     that signed it
   * @throws EdosException (refused) if no key of the ring made a valid, unexpired signature, or the
   *     text is malformed; its cause is a {@link Misfit} if a key of the ring is named, but did not
   *     sign this
   */
  Verified verifyClearSigned(byte[] clearSigned, byte[] keyring);

  /**
   * Checks a detached signature, such as Release.gpg or repomd.xml.asc.
   *
   * @param signature armoured or binary
   * @throws EdosException (refused) as above
   */
  Verified verifyDetached(byte[] text, byte[] signature, byte[] keyring);

  /** Why a check failed: a signature by a key of the ring is not for that text. */
  final class Misfit extends Exception {
    private static final long serialVersionUID = 1L;

    /** Names the key. */
    public Misfit(String fingerprint) {
      super(fingerprint);
    }
  }

  /**
   * What was signed, and by whom.
   *
   * @param text the signed bytes
   * @param fingerprints of the primary keys, upper-case hexadecimal
   */
  record Verified(byte[] text, List<String> fingerprints) {
    /** Copies the list. */
    public Verified {
      fingerprints = List.copyOf(fingerprints);
    }
  }

  /** The publisher's own OpenPGP key. */
  interface Signer {
    /** The public key, armoured, as apt's Signed-By and rpm's import take it. */
    byte[] publicKey();

    /** Upper-case hexadecimal. */
    String fingerprint();

    /** Clear-signs a text, as for InRelease. */
    byte[] clearSign(byte[] text);

    /** An armoured detached signature, as for Release.gpg and repomd.xml.asc. */
    byte[] detachedSign(byte[] text);
  }
}
