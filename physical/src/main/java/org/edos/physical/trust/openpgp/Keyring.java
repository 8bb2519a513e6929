package org.edos.physical.trust.openpgp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.edos.core.EdosException;

/**
 * Public keys, as {@code gpg --export}, with or without {@code --armor}, and apt's {@code
 * Signed-By} files hold them.
 */
record Keyring(List<PGPPublicKeyRing> certificates) {
  private static final int MAX_BYTES = 16 << 20;
  private static final int MAX_CERTIFICATES = 4096;
  private static final byte[] KEYBOX = "KBXf".getBytes(US_ASCII);

  /**
   * A key that may have made a signature, and the primary key that vouches for it (itself,
   * perhaps).
   */
  record Candidate(PGPPublicKey primary, PGPPublicKey key) {}

  static Keyring parse(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw EdosException.refused(
          "the keyring has more than 16 MiB; export only the keys that are needed");
    }
    if (bytes.length >= 12 && Arrays.equals(bytes, 8, 12, KEYBOX, 0, 4)) {
      throw EdosException.refused(
          "the keyring is a GnuPG keybox; write it as a keyring with gpg --export");
    }
    List<PGPPublicKeyRing> certificates = new ArrayList<>();
    try {
      for (byte[] packets :
          Armor.isArmored(bytes) ? Armor.decode(bytes, Armor.PUBLIC_KEY, true) : List.of(bytes)) {
        read(packets, certificates);
      }
    } catch (IOException | RuntimeException e) {
      if (e instanceof EdosException ours) {
        throw ours;
      }
      throw new EdosException(
          EdosException.Category.REFUSED,
          "the keyring is malformed (" + e.getMessage() + "); export it again",
          e);
    }
    return new Keyring(List.copyOf(certificates));
  }

  private static void read(byte[] packets, List<PGPPublicKeyRing> certificates) throws IOException {
    PGPObjectFactory objects = new PGPObjectFactory(packets, new BcKeyFingerprintCalculator());
    for (Object object = objects.nextObject(); object != null; object = objects.nextObject()) {
      if (object instanceof PGPSecretKeyRing) {
        throw EdosException.refused(
            "the keyring holds a secret key; give public keys only (gpg --export)");
      }
      if (object instanceof PGPPublicKeyRing certificate) {
        certificates.add(certificate);
      }
      if (certificates.size() > MAX_CERTIFICATES) {
        throw EdosException.refused(
            "the keyring has more than 4,096 keys; export only those that are needed");
      }
    }
  }

  /** The keys that a signature names as its maker. */
  List<Candidate> candidates(PGPSignature signature) {
    List<Candidate> found = new ArrayList<>();
    for (PGPPublicKeyRing certificate : certificates) {
      for (PGPPublicKey key : certificate) {
        if (signature.getKeyIdentifiers().stream()
                .allMatch(id -> id.matchesExplicit(key.getKeyIdentifier()))
            && !signature.getKeyIdentifiers().isEmpty()) {
          found.add(new Candidate(certificate.getPublicKey(), key));
        }
      }
    }
    return found;
  }
}
