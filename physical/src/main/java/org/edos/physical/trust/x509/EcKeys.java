package org.edos.physical.trust.x509;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.edos.core.EdosException;

/** EC P-256 keys (NIST FIPS 186-4, curve secp256r1), from the JDK. Stateless. */
final class EcKeys {
  /** What every SubjectPublicKeyInfo of an uncompressed P-256 point begins with (RFC 5480). */
  private static final byte[] PREFIX =
      HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

  private static final int LENGTH = PREFIX.length + 64;

  private EcKeys() {}

  static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has EC P-256", e);
    }
  }

  /**
   * A public key from outside.
   *
   * @throws EdosException (usage) if it is no point of P-256 in its usual encoding
   */
  static PublicKey publicKey(byte[] encoded) {
    boolean shaped =
        encoded.length == LENGTH
            && Arrays.equals(encoded, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
    if (!shaped) {
      throw noKey();
    }
    try {
      ECPublicKey key =
          (ECPublicKey)
              KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
      if (!isOnCurve(key)) {
        throw noKey();
      }
      return key;
    } catch (GeneralSecurityException e) {
      throw new EdosException(EdosException.Category.USAGE, noKey().getMessage(), e);
    }
  }

  private static EdosException noKey() {
    return EdosException.usage("a member's public key is an EC P-256 key, uncompressed");
  }

  private static boolean isOnCurve(ECPublicKey key) {
    BigInteger p = ((ECFieldFp) key.getParams().getCurve().getField()).getP();
    BigInteger x = key.getW().getAffineX();
    BigInteger y = key.getW().getAffineY();
    BigInteger right =
        x.pow(3)
            .add(key.getParams().getCurve().getA().multiply(x))
            .add(key.getParams().getCurve().getB());
    return x.compareTo(p) < 0
        && y.compareTo(p) < 0
        && y.pow(2).subtract(right).mod(p).signum() == 0;
  }

  /** The private key of a PKCS#8 block. */
  static PrivateKey privateKey(byte[] encoded) throws GeneralSecurityException {
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }

  /** Whether the two halves are of one pair. */
  static boolean isPair(PrivateKey secret, PublicKey open) throws GeneralSecurityException {
    Signature signing = Signature.getInstance("SHA256withECDSA");
    signing.initSign(secret);
    signing.update(PREFIX);
    byte[] signature = signing.sign();
    Signature checking = Signature.getInstance("SHA256withECDSA");
    checking.initVerify(open);
    checking.update(PREFIX);
    return checking.verify(signature);
  }
}
