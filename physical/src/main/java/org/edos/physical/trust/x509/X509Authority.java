package org.edos.physical.trust.x509;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.edos.core.EdosException;
import org.edos.physical.trust.KeyFile;
import org.edos.physical.trust.MirrorAuthority;

/**
 * A publisher's authority over its indexing network. Its key and certificate are one file, {@code
 * authority.key}: 4 bytes big-endian length of the PKCS#8 key, the key, the certificate. Immutable
 * and safe for use by many threads.
 */
public final class X509Authority implements MirrorAuthority {
  private static final Duration OWN_VALIDITY = Duration.ofDays(30 * 365);

  /** Clocks of machines differ; a certificate is valid from a while ago. */
  private static final Duration SKEW = Duration.ofHours(1);

  private final PrivateKey key;
  private final X509Certificate certificate;
  private final byte[] encoded;
  private final Clock clock;

  private X509Authority(PrivateKey key, byte[] encoded, Clock clock) {
    this.key = key;
    this.encoded = encoded;
    this.certificate = Certificates.read(encoded);
    this.clock = clock;
  }

  /**
   * The authority in this folder, which is made when there is none.
   *
   * @throws EdosException refused if its file is damaged or others may read it; external if it
   *     cannot be read or written
   */
  public static X509Authority loadOrCreate(Path directory, Clock clock) {
    Path file = directory.resolve("authority.key");
    ByteBuffer bytes = ByteBuffer.wrap(KeyFile.readOrCreate(file, () -> fresh(clock.instant())));
    try {
      byte[] secret = new byte[bytes.getInt()];
      bytes.get(secret);
      byte[] certificate = new byte[bytes.remaining()];
      bytes.get(certificate);
      X509Authority authority = new X509Authority(EcKeys.privateKey(secret), certificate, clock);
      if (!EcKeys.isPair(authority.key, authority.certificate.getPublicKey())) {
        throw new GeneralSecurityException("key and certificate are not of one pair");
      }
      return authority;
    } catch (GeneralSecurityException
        | NegativeArraySizeException
        | java.nio.BufferUnderflowException e) {
      throw new EdosException(
          EdosException.Category.REFUSED,
          "the network's authority in " + file + " is damaged: restore it from a backup",
          e);
    }
  }

  private static byte[] fresh(Instant now) {
    KeyPair pair = EcKeys.generate();
    byte[] secret = pair.getPrivate().getEncoded();
    byte[] certificate =
        Certificates.ofAuthority(
            pair.getPrivate(), pair.getPublic(), now.minus(SKEW), now.plus(OWN_VALIDITY));
    return ByteBuffer.allocate(4 + secret.length + certificate.length)
        .putInt(secret.length)
        .put(secret)
        .put(certificate)
        .array();
  }

  @Override
  public byte[] certificate() {
    return encoded.clone();
  }

  @Override
  public byte[] issue(byte[] publicKey, String name, Duration validity) {
    Instant now = clock.instant();
    return Certificates.ofMember(
        key, certificate, EcKeys.publicKey(publicKey), name, now.minus(SKEW), now.plus(validity));
  }
}
