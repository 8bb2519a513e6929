package org.edos.physical.trust.openpgp;

import static org.bouncycastle.openpgp.PGPSignature.CERTIFICATION_REVOCATION;
import static org.bouncycastle.openpgp.PGPSignature.DIRECT_KEY;
import static org.bouncycastle.openpgp.PGPSignature.KEY_REVOCATION;
import static org.bouncycastle.openpgp.PGPSignature.PRIMARYKEY_BINDING;
import static org.bouncycastle.openpgp.PGPSignature.SUBKEY_BINDING;
import static org.bouncycastle.openpgp.PGPSignature.SUBKEY_REVOCATION;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.edos.physical.trust.openpgp.Keyring.Candidate;

/**
 * Whether a key may sign documents at a moment, judged by what its owner signed about it, as GnuPG
 * judges. Signatures on keys by other people count for nothing. SHA-1 passes here, and only here:
 * an owner's statement on their own key holds nothing that an attacker chose, and old keys have no
 * other.
 */
final class KeyStanding {
  private final Instant now;
  private final PGPPublicKey primary;

  private KeyStanding(Instant now, PGPPublicKey primary) {
    this.now = now;
    this.primary = primary;
  }

  /**
   * Why the key must not be believed; empty if it may. The reason completes the sentence "the key
   * ...".
   */
  static Optional<String> objection(Candidate candidate, Instant now) throws PGPException {
    KeyStanding standing = new KeyStanding(now, candidate.primary());
    PGPPublicKey key = candidate.key();
    Optional<String> objection = standing.toPrimary(key.isMasterKey());
    return objection.isPresent() || key.isMasterKey() ? objection : standing.toSubkey(key);
  }

  private Optional<String> toPrimary(boolean signs) throws PGPException {
    for (PGPSignature each : list(primary.getSignaturesOfType(KEY_REVOCATION))) {
      if (isOwn(each) && each.verifyCertification(primary)) {
        return Optional.of("is revoked by its owner; ask the publisher for the new key");
      }
    }
    Optional<PGPSignature> direct = newest(directStatements());
    Optional<PGPSignature> named = newest(nameStatements());
    Optional<PGPSignature> statement =
        direct
            .filter(each -> each.getHashedSubPackets().getKeyExpirationTime() != 0)
            .or(() -> named)
            .or(() -> direct);
    if (statement.isEmpty()) {
      return Optional.of("has no sound signature of its own on its name; fetch it again");
    }
    return limits(primary, statement.get(), signs);
  }

  private Optional<String> toSubkey(PGPPublicKey subkey) throws PGPException {
    List<PGPSignature> bindings = new ArrayList<>();
    for (PGPSignature each : list(subkey.getSignatures())) {
      boolean binding = each.getSignatureType() == SUBKEY_BINDING;
      boolean revocation = each.getSignatureType() == SUBKEY_REVOCATION;
      if ((binding || revocation) && isOwn(each) && each.verifyCertification(primary, subkey)) {
        if (revocation) {
          return Optional.of("is revoked by its owner; ask the publisher for the new key");
        }
        bindings.add(each);
      }
    }
    Optional<PGPSignature> binding = newest(bindings);
    if (binding.isEmpty() || !crossSigned(subkey, binding.get())) {
      return Optional.of("is not bound to its primary key; fetch it again");
    }
    return limits(subkey, binding.get(), true);
  }

  /** Only the subkey itself can say that it belongs to this primary key and signs for it. */
  private boolean crossSigned(PGPPublicKey subkey, PGPSignature binding) throws PGPException {
    for (PGPSignatureList embedded :
        List.of(
            binding.getHashedSubPackets().getEmbeddedSignatures(),
            binding.getUnhashedSubPackets().getEmbeddedSignatures())) {
      for (PGPSignature each : embedded) {
        if (each.getSignatureType() == PRIMARYKEY_BINDING && isSound(each)) {
          each.init(new BcPGPContentVerifierBuilderProvider(), subkey);
          if (each.verifyCertification(primary, subkey)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private Optional<String> limits(PGPPublicKey key, PGPSignature statement, boolean signs) {
    long seconds = statement.getHashedSubPackets().getKeyExpirationTime();
    Instant expiry = key.getCreationTime().toInstant().plusSeconds(seconds);
    if (seconds != 0 && !now.isBefore(expiry)) {
      return Optional.of("expired at " + expiry + "; ask the publisher for its renewal");
    }
    boolean limited =
        statement.getHashedSubPackets().hasSubpacket(SignatureSubpacketTags.KEY_FLAGS);
    boolean may = (statement.getHashedSubPackets().getKeyFlags() & KeyFlags.SIGN_DATA) != 0;
    return signs && limited && !may ? Optional.of("is not meant for signing") : Optional.empty();
  }

  private List<PGPSignature> directStatements() throws PGPException {
    List<PGPSignature> valid = new ArrayList<>();
    for (PGPSignature each : list(primary.getSignaturesOfType(DIRECT_KEY))) {
      if (isOwn(each) && each.verifyCertification(primary)) {
        valid.add(each);
      }
    }
    return valid;
  }

  /** What the owner signed of each name that they have not taken back since. */
  private List<PGPSignature> nameStatements() throws PGPException {
    List<PGPSignature> valid = new ArrayList<>();
    for (byte[] name : list(primary.getRawUserIDs())) {
      List<PGPSignature> statements = new ArrayList<>();
      for (PGPSignature each : list(primary.getSignaturesForID(name))) {
        boolean speaks =
            each.isCertification() || each.getSignatureType() == CERTIFICATION_REVOCATION;
        if (speaks && isOwn(each) && each.verifyCertification(name, primary)) {
          statements.add(each);
        }
      }
      newest(statements).filter(PGPSignature::isCertification).ifPresent(valid::add);
    }
    return valid;
  }

  private Optional<PGPSignature> newest(List<PGPSignature> statements) {
    return statements.stream()
        .filter(this::isCurrent)
        .max(Comparator.comparing(PGPSignature::getCreationTime));
  }

  private boolean isCurrent(PGPSignature statement) {
    long seconds = statement.getHashedSubPackets().getSignatureExpirationTime();
    return seconds == 0
        || now.isBefore(statement.getCreationTime().toInstant().plusSeconds(seconds));
  }

  /** Whether the primary key claims to have made this; it is then ready to be verified. */
  private boolean isOwn(PGPSignature statement) throws PGPException {
    if (!isSound(statement) || statement.getKeyID() != primary.getKeyID()) {
      return false;
    }
    statement.init(new BcPGPContentVerifierBuilderProvider(), primary);
    return true;
  }

  private static boolean isSound(PGPSignature statement) {
    return statement.getHashAlgorithm() == HashAlgorithmTags.SHA1
        || SoundDigests.has(statement.getHashAlgorithm());
  }

  private static <T> List<T> list(Iterator<T> each) {
    List<T> all = new ArrayList<>();
    each.forEachRemaining(all::add);
    return all;
  }
}
