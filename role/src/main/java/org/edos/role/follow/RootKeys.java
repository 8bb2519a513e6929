package org.edos.role.follow;

import java.util.Set;

/**
 * What the keys that this machine knows say of a repository's root. Nothing here decides for apt or
 * dnf, which check signatures themselves; it decides what is believed and kept. Safe for use by
 * many threads.
 */
public interface RootKeys {
  /** What is to be thought of a signature. */
  sealed interface Verdict {
    /**
     * A known key signed.
     *
     * @param text what it signed
     * @param signers keys, and the keyrings that they are in: whoever has one of these in common
     *     with an earlier root may follow it
     */
    record Verified(byte[] text, Set<String> signers) implements Verdict {
      /** Copies the set. */
      public Verified {
        signers = Set.copyOf(signers);
      }
    }

    /**
     * A known key is named as the signer, but the signature is not for this text.
     *
     * @param why for people
     */
    record Wrong(String why) implements Verdict {}

    /** No known key signed, as far as can be told. */
    record Unknown() implements Verdict {}
  }

  /** Judges a clear-signed root such as InRelease. */
  Verdict clearSigned(byte[] signed);

  /** Judges a root whose signature is a file of its own. */
  Verdict detached(byte[] text, byte[] signature);

  /** Knows no key. */
  static RootKeys none() {
    return new RootKeys() {
      @Override
      public Verdict clearSigned(byte[] signed) {
        return new Verdict.Unknown();
      }

      @Override
      public Verdict detached(byte[] text, byte[] signature) {
        return new Verdict.Unknown();
      }
    };
  }
}
