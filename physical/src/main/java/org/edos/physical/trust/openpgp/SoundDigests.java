package org.edos.physical.trust.openpgp;

import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;

/**
 * The digests that a signature may be made with. MD5, SHA-1 and RIPEMD-160 are not among them, as
 * for apt.
 */
final class SoundDigests {
  private static final Set<Integer> ALL =
      Set.of(
          HashAlgorithmTags.SHA224,
          HashAlgorithmTags.SHA256,
          HashAlgorithmTags.SHA384,
          HashAlgorithmTags.SHA512,
          HashAlgorithmTags.SHA3_256,
          HashAlgorithmTags.SHA3_512);

  private SoundDigests() {}

  static boolean has(int algorithm) {
    return ALL.contains(algorithm);
  }

  static String name(int algorithm) {
    return switch (algorithm) {
      case HashAlgorithmTags.MD5 -> "MD5";
      case HashAlgorithmTags.SHA1 -> "SHA-1";
      case HashAlgorithmTags.RIPEMD160 -> "RIPEMD-160";
      default -> "digest number " + algorithm;
    };
  }
}
