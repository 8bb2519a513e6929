package org.edos.physical.trust.openpgp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.edos.core.EdosException;
import org.edos.physical.trust.OpenPgp;
import org.edos.physical.trust.openpgp.Keyring.Candidate;

/**
 * Judges the signatures of one text against a keyring at a moment. One that counts for nothing
 * (unknown key, expired, weak) leaves the others their chance; one by a key of the ring that does
 * not fit the text condemns the text.
 */
final class SignatureJudge {
  /**
   * The parts of a signature whose meaning is known here; another one marked critical voids the
   * signature.
   */
  private static final Set<Integer> UNDERSTOOD =
      Set.of(
          SignatureSubpacketTags.CREATION_TIME,
          SignatureSubpacketTags.EXPIRE_TIME,
          SignatureSubpacketTags.ISSUER_KEY_ID,
          SignatureSubpacketTags.SIGNER_USER_ID,
          SignatureSubpacketTags.POLICY_URL,
          SignatureSubpacketTags.ISSUER_FINGERPRINT);

  private static final int MIN_BITS = 2048;

  private final Keyring keyring;
  private final Instant now;
  private final List<String> fingerprints = new ArrayList<>();
  private final List<String> objections = new ArrayList<>();

  SignatureJudge(Keyring keyring, Instant now) {
    this.keyring = keyring;
    this.now = now;
  }

  /**
   * The primary keys that signed, at least one.
   *
   * @throws EdosException (refused) if there is none, or a signature of a known key does not fit
   */
  List<String> fingerprints() {
    if (fingerprints.isEmpty()) {
      throw EdosException.refused(String.join("; ", objections));
    }
    return List.copyOf(fingerprints);
  }

  /** Takes in one signature over these bytes. */
  void judge(PGPSignature signature, byte[] signed) {
    Optional<String> objection = toSignature(signature);
    List<Candidate> candidates = keyring.candidates(signature);
    if (objection.isPresent()) {
      objections.add(objection.get());
    } else if (candidates.isEmpty()) {
      objections.add(
          "signed by "
              + maker(signature)
              + ", which is not in the keyring; if you trust it, add it with"
              + " --set trusted-keys=FILE");
    }
    if (objection.isEmpty()) {
      candidates.forEach(candidate -> judge(signature, signed, candidate));
    }
  }

  private void judge(PGPSignature signature, byte[] signed, Candidate candidate) {
    String primary = HexFormat.of().withUpperCase().formatHex(candidate.primary().getFingerprint());
    try {
      Optional<String> objection = toKey(signature, candidate.key());
      if (objection.isEmpty()) {
        signature.init(new BcPGPContentVerifierBuilderProvider(), candidate.key());
        signature.update(signed);
        if (!signature.verify()) {
          throw misfit(primary);
        }
        objection = KeyStanding.objection(candidate, now);
      }
      if (objection.isPresent()) {
        objections.add("signed by 0x" + primary + ", but the key " + objection.get());
      } else if (!fingerprints.contains(primary)) {
        fingerprints.add(primary);
      }
    } catch (PGPException | RuntimeException e) {
      throw e instanceof EdosException ours ? ours : misfit(primary);
    }
  }

  private static EdosException misfit(String primary) {
    return new EdosException(
        EdosException.Category.REFUSED,
        "the signature by 0x"
            + primary
            + " does not fit the text: one of them was changed or damaged; fetch both again",
        new OpenPgp.Misfit(primary));
  }

  private Optional<String> toSignature(PGPSignature signature) {
    if (!SoundDigests.has(signature.getHashAlgorithm())) {
      return Optional.of(
          "signed by "
              + maker(signature)
              + " with "
              + SoundDigests.name(signature.getHashAlgorithm())
              + ", which can be forged; ask the publisher to sign with SHA-256 or better");
    }
    for (int tag : signature.getHashedSubPackets().getCriticalTags()) {
      if (!UNDERSTOOD.contains(tag)) {
        return Optional.of(
            "signed by " + maker(signature) + " under a condition (" + tag + ") unknown here");
      }
    }
    long seconds = signature.getHashedSubPackets().getSignatureExpirationTime();
    Instant expiry = signature.getCreationTime().toInstant().plusSeconds(seconds);
    return seconds != 0 && !now.isBefore(expiry)
        ? Optional.of(
            "the signature by "
                + maker(signature)
                + " expired at "
                + expiry
                + "; fetch a newer one")
        : Optional.empty();
  }

  private static Optional<String> toKey(PGPSignature signature, PGPPublicKey key) {
    if (signature.getCreationTime().before(key.getCreationTime())) {
      return Optional.of("is younger than the signature");
    }
    boolean sizeable =
        switch (key.getAlgorithm()) {
          case PublicKeyAlgorithmTags.RSA_GENERAL,
              PublicKeyAlgorithmTags.RSA_SIGN,
              PublicKeyAlgorithmTags.DSA ->
              true;
          default -> false;
        };
    return sizeable && key.getBitStrength() < MIN_BITS
        ? Optional.of(
            "has only " + key.getBitStrength() + " bits; ask the publisher for a stronger one")
        : Optional.empty();
  }

  private static String maker(PGPSignature signature) {
    return signature.getKeyIdentifiers().stream()
        .map(id ->
            id.isWildcard()
                ? "somebody unnamed"
                : "0x" + String.format(Locale.ROOT, "%016X", id.getKeyId()))
        .findFirst()
        .orElse("somebody unnamed");
  }
}
