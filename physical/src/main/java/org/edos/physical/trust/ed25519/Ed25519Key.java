package org.edos.physical.trust.ed25519;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.edos.core.EdosException;
import org.edos.physical.trust.KeyFile;
import org.edos.physical.trust.SigningKey;

/**
 * A daemon's Ed25519 key pair (RFC 8032), from the JDK. On disk it is one PKCS#8 block in PEM, as
 * {@code openssl genpkey -algorithm ed25519} writes it. Immutable and safe for many threads.
 */
public final class Ed25519Key implements SigningKey {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private final PrivateKey privateKey;
  private final String publicKey;

  private Ed25519Key(PrivateKey privateKey, String publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** A new key that lives in memory alone. */
  public static Ed25519Key generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new Ed25519Key(pair.getPrivate(), RawPublicKey.hex(pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
    }
  }

  /**
   * The key in this file, which is made, for its owner's eyes only, when there is none.
   *
   * @throws EdosException (refused) if the file is damaged, holds another kind of key, or others
   *     may read it; (external) if it cannot be read or written
   */
  public static Ed25519Key loadOrCreate(Path file) {
    byte[] bytes = KeyFile.readOrCreate(file, () -> pem(generate().privateKey));
    try {
      return ofPrivate(
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new PKCS8EncodedKeySpec(unwrap(bytes))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new EdosException(
          EdosException.Category.REFUSED,
          "the key file "
              + file
              + " holds no Ed25519 private key (PKCS#8, PEM): restore it from a backup, or delete"
              + " it to become somebody new",
          e);
    }
  }

  /**
   * The public half is not in the file; it follows from the seed: the generator draws nothing else
   * at random.
   */
  private static Ed25519Key ofPrivate(PrivateKey key) throws GeneralSecurityException {
    byte[] seed =
        ((EdECPrivateKey) key)
            .getBytes()
            .orElseThrow(() -> new GeneralSecurityException("the key has no seed"));
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(NamedParameterSpec.ED25519, new Replay(seed));
    KeyPair pair = generator.generateKeyPair();
    Ed25519Key result = new Ed25519Key(key, RawPublicKey.hex(pair.getPublic()));
    byte[] probe = "edos".getBytes(StandardCharsets.US_ASCII);
    if (!new Ed25519Check().verify(result.publicKey, probe, result.sign(probe))) {
      throw new GeneralSecurityException("the public key does not follow from the private one");
    }
    return result;
  }

  private static byte[] pem(PrivateKey key) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return (BEGIN + "\n" + body + "\n" + END + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] unwrap(byte[] pem) {
    String text = new String(pem, StandardCharsets.US_ASCII).strip();
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
      throw new IllegalArgumentException("no PEM block of a private key");
    }
    return Base64.getDecoder()
        .decode(text.substring(BEGIN.length(), text.length() - END.length()).replaceAll("\\s", ""));
  }

  @Override
  public String publicKey() {
    return publicKey;
  }

  @Override
  public String sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(privateKey);
      signature.update(message);
      return HexFormat.of().formatHex(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a sound Ed25519 key signs anything", e);
    }
  }

  /**
   * A source of "randomness" that gives the seed of a key, so that the JDK derives its public half.
   */
  private static final class Replay extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] seed;

    Replay(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length != seed.length) {
        throw new IllegalStateException(
            "the generator wants " + bytes.length + " bytes, a seed has " + seed.length);
      }
      System.arraycopy(seed, 0, bytes, 0, seed.length);
    }
  }
}
