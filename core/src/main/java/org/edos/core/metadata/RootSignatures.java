package org.edos.core.metadata;

import org.edos.core.EdosException;
import org.edos.core.unit.RepositoryPath;

/**
 * Decides whether the root of a repository tree is trusted: who signed its InRelease, Release or
 * repomd.xml. The readers of trees ask, and go on only with the text that is given back.
 * Implementations are safe for use by many threads.
 */
public interface RootSignatures {
  /**
   * Checks a clear-signed root such as InRelease.
   *
   * @param path its place, for messages
   * @param signed the whole file
   * @return the text without its signature, exactly as signed
   * @throws EdosException (refused) if it is malformed or no trusted key signed it
   */
  byte[] clearSigned(RepositoryPath path, byte[] signed);

  /**
   * Checks a root whose signature is a file of its own, such as Release with Release.gpg or
   * repomd.xml with repomd.xml.asc.
   *
   * @param path the root's place, for messages
   * @param text the whole root
   * @param signature armoured or binary
   * @throws EdosException (refused) if no trusted key signed the text
   */
  void detached(RepositoryPath path, byte[] text, byte[] signature);

  /**
   * Hears that a root has no signature at all.
   *
   * @throws EdosException (refused) unless that is acceptable
   */
  default void unsigned(RepositoryPath path) {
    throw EdosException.refused(
        path + " has no signature; sign the repository, or publish it as an unsigned one");
  }

  /** Takes every root as it is: for repositories whose bytes are trusted for another reason. */
  static RootSignatures unchecked() {
    return new RootSignatures() {
      @Override
      public byte[] clearSigned(RepositoryPath path, byte[] signed) {
        return ClearSignedText.strip(path, signed);
      }

      @Override
      public void detached(RepositoryPath path, byte[] text, byte[] signature) {}

      @Override
      public void unsigned(RepositoryPath path) {}
    };
  }
}
