package org.edos.physical.trust.openpgp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;
import org.edos.physical.trust.OpenPgp;
import org.junit.jupiter.api.Test;

/** Keys that GnuPG would not make, and other people might. */
class KeyStandingTest {
  private static final byte[] TEXT = "text".getBytes(UTF_8);
  private final OpenPgp openPgp = new BouncyCastleOpenPgp();

  @Test
  void aSubkeyThatSaysItselfWhoseItIsSigns() throws Exception {
    PGPKeyPair primary = key();
    PGPKeyPair subkey = key();
    PGPKeyRingGenerator ring = ring(primary, KeyFlags.CERTIFY_OTHER);
    ring.addSubKey(subkey, flags(KeyFlags.SIGN_DATA), null, signing());

    assertThat(openPgp.verifyDetached(TEXT, signature(subkey), encoded(ring)).fingerprints())
        .containsExactly(
            HexFormat.of().withUpperCase().formatHex(primary.getPublicKey().getFingerprint()));
  }

  @Test
  void aSubkeyThatAnotherKeyMerelyClaimsIsRefused() throws Exception {
    PGPKeyPair subkey = key();
    PGPKeyRingGenerator ring = ring(key(), KeyFlags.CERTIFY_OTHER);
    ring.addSubKey(subkey, flags(KeyFlags.SIGN_DATA), null);

    assertThatThrownBy(() -> openPgp.verifyDetached(TEXT, signature(subkey), encoded(ring)))
        .hasMessageContaining("not bound to its primary key");
  }

  @Test
  void aKeyThatIsNotMeantForSigningIsRefused() throws Exception {
    PGPKeyPair primary = key();

    assertThatThrownBy(() ->
            openPgp.verifyDetached(
                TEXT, signature(primary), encoded(ring(primary, KeyFlags.CERTIFY_OTHER))))
        .hasMessageContaining("not meant for signing");
  }

  private static PGPKeyPair key() throws Exception {
    Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
    generator.init(new Ed25519KeyGenerationParameters(new SecureRandom()));
    return new BcPGPKeyPair(
        PublicKeyAlgorithmTags.EDDSA_LEGACY,
        generator.generateKeyPair(),
        Date.from(Instant.now().minusSeconds(60)));
  }

  private static PGPKeyRingGenerator ring(PGPKeyPair primary, int use) throws Exception {
    return new PGPKeyRingGenerator(
        PGPSignature.POSITIVE_CERTIFICATION,
        primary,
        "Test <test@example.org>",
        new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
        flags(use),
        null,
        signing(),
        null);
  }

  private static PGPSignatureSubpacketVector flags(int use) {
    PGPSignatureSubpacketGenerator statement = new PGPSignatureSubpacketGenerator();
    statement.setKeyFlags(true, use);
    return statement.generate();
  }

  private static BcPGPContentSignerBuilder signing() {
    return new BcPGPContentSignerBuilder(
        PublicKeyAlgorithmTags.EDDSA_LEGACY, HashAlgorithmTags.SHA512);
  }

  private static byte[] signature(PGPKeyPair key) throws Exception {
    PGPSignatureGenerator generator = new PGPSignatureGenerator(signing(), key.getPublicKey());
    generator.init(PGPSignature.BINARY_DOCUMENT, key.getPrivateKey());
    generator.update(TEXT);
    return generator.generate().getEncoded();
  }

  private static byte[] encoded(PGPKeyRingGenerator ring) throws Exception {
    return ring.generatePublicKeyRing().getEncoded();
  }
}
