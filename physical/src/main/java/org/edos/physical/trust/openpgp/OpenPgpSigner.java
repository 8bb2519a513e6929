package org.edos.physical.trust.openpgp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Clock;
import java.util.Date;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;
import org.edos.core.EdosException;
import org.edos.physical.trust.KeyFile;
import org.edos.physical.trust.OpenPgp;

/**
 * A publisher's OpenPGP key: RSA of 3,072 bits, which every apt and rpm in use verifies, without
 * expiry, signing with SHA-512. On disk it is one armoured secret key, as {@code gpg --import}
 * takes it. Immutable and safe for many threads.
 */
public final class OpenPgpSigner implements OpenPgp.Signer {
  private static final int BITS = 3072;
  private static final int DIGEST = HashAlgorithmTags.SHA512;

  private final Clock clock;
  private final PGPPublicKey key;
  private final PGPPrivateKey secret;
  private final byte[] publicKey;

  private OpenPgpSigner(PGPSecretKeyRing ring, Clock clock) throws PGPException, IOException {
    this.clock = clock;
    PGPSecretKey primary = ring.getSecretKey();
    this.key = primary.getPublicKey();
    PGPPrivateKey extracted =
        primary.extractPrivateKey(
            new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider())
                .build(new char[0]));
    if (extracted == null) {
      throw new PGPException("the secret part is missing");
    }
    this.secret = extracted;
    this.publicKey =
        Armor.encode(Armor.PUBLIC_KEY, ring.toCertificate().getEncoded()).getBytes(US_ASCII);
  }

  /** The key in this file, by the time of day: see {@link #loadOrCreate(Path, String, Clock)}. */
  public static OpenPgpSigner loadOrCreate(Path file, String userId) {
    return loadOrCreate(file, userId, Clock.systemUTC());
  }

  /**
   * The key in this file, which is made, for its owner's eyes only, when there is none.
   *
   * @param userId whose key a new one is, such as {@code Edos publisher <name@example.org>}; an
   *     existing key keeps its own
   * @param clock gives the times of creation of keys and signatures
   * @throws EdosException (refused) if the file is damaged, locked by a passphrase, or others may
   *     read it; (external) if it cannot be read or written
   */
  public static OpenPgpSigner loadOrCreate(Path file, String userId, Clock clock) {
    Supplier<byte[]> fresh = () -> generate(userId, clock);
    byte[] bytes = KeyFile.readOrCreate(file, fresh);
    try {
      byte[] packets = Armor.decode(bytes, Armor.PRIVATE_KEY, false).getFirst();
      return new OpenPgpSigner(
          new PGPSecretKeyRing(packets, new BcKeyFingerprintCalculator()), clock);
    } catch (PGPException | IOException | RuntimeException e) {
      throw new EdosException(
          EdosException.Category.REFUSED,
          "the key file "
              + file
              + " holds no usable OpenPGP secret key (armoured, without passphrase): restore it"
              + " from a backup, or delete it to get a new key, which the repository's users must"
              + " then be given",
          e);
    }
  }

  private static byte[] generate(String userId, Clock clock) {
    try {
      PGPSignatureSubpacketGenerator statement = new PGPSignatureSubpacketGenerator();
      statement.setKeyFlags(true, KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA);
      statement.setPreferredHashAlgorithms(
          false,
          new int[] {HashAlgorithmTags.SHA512, HashAlgorithmTags.SHA384, HashAlgorithmTags.SHA256});
      BcPGPKeyPair pair =
          new BcPGPKeyPair(PublicKeyAlgorithmTags.RSA_GENERAL, rsa(), Date.from(clock.instant()));
      statement.setIssuerFingerprint(false, pair.getPublicKey());
      statement.setSignatureCreationTime(false, Date.from(clock.instant()));
      PGPKeyRingGenerator ring =
          new PGPKeyRingGenerator(
              PGPSignature.POSITIVE_CERTIFICATION,
              pair,
              userId,
              new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
              statement.generate(),
              null,
              new BcPGPContentSignerBuilder(PublicKeyAlgorithmTags.RSA_GENERAL, DIGEST),
              null);
      return Armor.encode(Armor.PRIVATE_KEY, ring.generateSecretKeyRing().getEncoded())
          .getBytes(US_ASCII);
    } catch (PGPException | IOException e) {
      throw new IllegalStateException("a new RSA key can always be written as an OpenPGP key", e);
    }
  }

  private static AsymmetricCipherKeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      KeyPair pair = generator.generateKeyPair();
      RSAPrivateCrtKey crt = (RSAPrivateCrtKey) pair.getPrivate();
      return new AsymmetricCipherKeyPair(
          new RSAKeyParameters(false, crt.getModulus(), crt.getPublicExponent()),
          new RSAPrivateCrtKeyParameters(
              crt.getModulus(),
              crt.getPublicExponent(),
              crt.getPrivateExponent(),
              crt.getPrimeP(),
              crt.getPrimeQ(),
              crt.getPrimeExponentP(),
              crt.getPrimeExponentQ(),
              crt.getCrtCoefficient()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }

  @Override
  public byte[] publicKey() {
    return publicKey.clone();
  }

  @Override
  public String fingerprint() {
    return HexFormat.of().withUpperCase().formatHex(key.getFingerprint());
  }

  @Override
  public byte[] clearSign(byte[] text) {
    ClearSigned lines = ClearSigned.ofText(text);
    return lines.withSignature(
        "SHA512", signature(PGPSignature.CANONICAL_TEXT_DOCUMENT, lines.canonical()));
  }

  @Override
  public byte[] detachedSign(byte[] text) {
    return signature(PGPSignature.BINARY_DOCUMENT, text).getBytes(US_ASCII);
  }

  private String signature(int type, byte[] signed) {
    try {
      PGPSignatureGenerator generator =
          new PGPSignatureGenerator(new BcPGPContentSignerBuilder(key.getAlgorithm(), DIGEST), key);
      generator.init(type, secret);
      PGPSignatureSubpacketGenerator facts = new PGPSignatureSubpacketGenerator();
      facts.setSignatureCreationTime(false, Date.from(clock.instant()));
      facts.setIssuerFingerprint(false, key);
      generator.setHashedSubpackets(facts.generate());
      generator.update(signed);
      return Armor.encode(Armor.SIGNATURE, generator.generate().getEncoded());
    } catch (PGPException | IOException e) {
      throw new IllegalStateException("a sound RSA key signs anything", e);
    }
  }
}
