package org.edos.physical.trust;

import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.unit.RepositoryPath;

/**
 * Trusts a repository's root when a key of one keyring signed it. Immutable and safe for many
 * threads.
 */
public final class TrustedRoots implements RootSignatures {
  private final OpenPgp openPgp;
  private final byte[] keyring;

  /**
   * Trust in the keys of a ring.
   *
   * @param keyring public keys, armoured or binary, one or many
   */
  public TrustedRoots(OpenPgp openPgp, byte[] keyring) {
    this.openPgp = openPgp;
    this.keyring = keyring.clone();
  }

  @Override
  public byte[] clearSigned(RepositoryPath path, byte[] signed) {
    return named(path, () -> openPgp.verifyClearSigned(signed, keyring)).text();
  }

  @Override
  public void detached(RepositoryPath path, byte[] text, byte[] signature) {
    named(path, () -> openPgp.verifyDetached(text, signature, keyring));
  }

  /** The same failure, with the file's name before its message. */
  private static OpenPgp.Verified named(RepositoryPath path, Supplier<OpenPgp.Verified> check) {
    try {
      return check.get();
    } catch (EdosException e) {
      throw new EdosException(e.category(), path + ": " + e.getMessage(), e);
    }
  }
}
