package org.edos.core.rpm;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.metadata.SafeXml;
import org.edos.core.unit.Sha256;

/**
 * A checksum as an index states it. Only the SHA-2 family counts.
 *
 * @param algorithm Java's name of it
 * @param hex lower-case hexadecimal digits
 */
record Checksum(String algorithm, String hex) {
  /** Reads a checksum element; moves past its end. */
  static Checksum read(SafeXml xml) {
    String type = xml.required("type").toLowerCase(Locale.ROOT);
    String algorithm =
        switch (type) {
          case "sha256" -> "SHA-256";
          case "sha384" -> "SHA-384";
          case "sha512" -> "SHA-512";
          default ->
              throw EdosException.refused(
                  "the repository vouches for its files by "
                      + type
                      + ", which is too weak; index it anew with createrepo_c --checksum sha256");
        };
    return new Checksum(algorithm, xml.text().strip().toLowerCase(Locale.ROOT));
  }

  MessageDigest digest() {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  boolean matches(byte[] hash) {
    return HexFormat.of().formatHex(hash).equals(hex);
  }

  /** The same as a content's name, where it is one. */
  Optional<Sha256> sha256() {
    return algorithm.equals("SHA-256") ? Optional.of(new Sha256(hex)) : Optional.empty();
  }
}
