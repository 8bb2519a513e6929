package org.edos.core.metadata;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.edos.core.unit.RepositoryPath;

/**
 * A file that a repository's root vouches for.
 *
 * @param path its place
 * @param lasting a place where the same bytes stay when the repository changes, where there is one
 * @param size in bytes, where the root tells it
 * @param algorithm Java's name of the hash
 * @param hex the hash, in lower-case hexadecimal digits
 */
public record PromisedFile(
    RepositoryPath path,
    Optional<RepositoryPath> lasting,
    Optional<Long> size,
    String algorithm,
    String hex) {
  /** A fresh computation of the hash. */
  public MessageDigest digest() {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  /** Whether a computation, which is reset, has come to this hash. */
  public boolean matches(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest()).equals(hex);
  }

  /**
   * An index to be fetched.
   *
   * @param variants the same index packed differently, the best first
   * @param needed whether the repository cannot be read without it
   */
  public record Index(List<PromisedFile> variants, boolean needed) {
    /** Copies the variants. */
    public Index {
      variants = List.copyOf(variants);
    }
  }
}
