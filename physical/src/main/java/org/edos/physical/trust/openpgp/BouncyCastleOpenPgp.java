package org.edos.physical.trust.openpgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.edos.core.EdosException;
import org.edos.physical.trust.OpenPgp;

/**
 * Checks OpenPGP signatures with Bouncy Castle. Texts have at most 64 MiB, signatures 1 MiB and 32
 * of them. Immutable and safe for many threads.
 */
public final class BouncyCastleOpenPgp implements OpenPgp {
  private static final int MAX_TEXT = 64 << 20;
  private static final int MAX_SIGNATURE = 1 << 20;
  private static final int MAX_SIGNATURES = 32;

  private final Clock clock;

  /** A check against the time of day. */
  public BouncyCastleOpenPgp() {
    this(Clock.systemUTC());
  }

  /** A check against a clock, for what expires. */
  public BouncyCastleOpenPgp(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Verified verifyClearSigned(byte[] clearSigned, byte[] keyring) {
    refuseOversize(clearSigned, MAX_TEXT);
    ClearSigned parts = ClearSigned.parse(clearSigned);
    refuseOversize(parts.armor(), MAX_SIGNATURE);
    List<PGPSignature> signatures = signatures(Armor.decode(parts.armor(), Armor.SIGNATURE, false));
    SignatureJudge judge = new SignatureJudge(Keyring.parse(keyring), clock.instant());
    byte[] canonical = parts.canonical();
    for (PGPSignature signature : signatures) {
      refuseOtherTypes(
          signature, signature.getSignatureType() == PGPSignature.CANONICAL_TEXT_DOCUMENT);
      judge.judge(signature, canonical);
    }
    return new Verified(parts.text(), judge.fingerprints());
  }

  @Override
  public Verified verifyDetached(byte[] text, byte[] signature, byte[] keyring) {
    refuseOversize(text, MAX_TEXT);
    refuseOversize(signature, MAX_SIGNATURE);
    List<byte[]> blocks =
        Armor.isArmored(signature)
            ? Armor.decode(signature, Armor.SIGNATURE, false)
            : List.of(signature);
    List<PGPSignature> signatures = signatures(blocks);
    SignatureJudge judge = new SignatureJudge(Keyring.parse(keyring), clock.instant());
    for (PGPSignature each : signatures) {
      boolean binary = each.getSignatureType() == PGPSignature.BINARY_DOCUMENT;
      refuseOtherTypes(
          each, binary || each.getSignatureType() == PGPSignature.CANONICAL_TEXT_DOCUMENT);
      judge.judge(each, binary ? text : withNetworkLineEnds(text));
    }
    return new Verified(text, judge.fingerprints());
  }

  private static List<PGPSignature> signatures(List<byte[]> blocks) {
    List<PGPSignature> signatures = new ArrayList<>();
    try {
      for (byte[] packets : blocks) {
        PGPObjectFactory objects = new PGPObjectFactory(packets, new BcKeyFingerprintCalculator());
        for (Object object = objects.nextObject(); object != null; object = objects.nextObject()) {
          if (!(object instanceof PGPSignatureList list)) {
            throw new IOException("a packet that is no signature");
          }
          list.forEach(signatures::add);
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new EdosException(
          EdosException.Category.REFUSED,
          "malformed signature (" + e.getMessage() + "); fetch it again",
          e);
    }
    if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
      throw EdosException.refused(
          "expected 1 to " + MAX_SIGNATURES + " signatures, found " + signatures.size());
    }
    return signatures;
  }

  private static void refuseOtherTypes(PGPSignature signature, boolean expected) {
    if (!expected) {
      throw EdosException.refused(
          "a signature of type "
              + signature.getSignatureType()
              + " where one of a document belongs");
    }
  }

  private static void refuseOversize(byte[] bytes, int limit) {
    if (bytes.length > limit) {
      throw EdosException.refused(
          "a signed text or signature of " + bytes.length + " bytes, more than " + limit);
    }
  }

  private static byte[] withNetworkLineEnds(byte[] text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + text.length / 16);
    byte previous = 0;
    for (byte b : text) {
      if (b == '\n' && previous != '\r') {
        out.write('\r');
      }
      out.write(b);
      previous = b;
    }
    return out.toByteArray();
  }
}
