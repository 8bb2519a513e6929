package org.edos.physical.trust.x509;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import java.util.HexFormat;
import org.edos.core.EdosException;
import org.edos.physical.trust.KeyFile;
import org.edos.physical.trust.MemberKey;
import org.edos.physical.trust.MirrorAuthority;

/**
 * A member's key pair, and, once it is admitted, its PKCS#12 store for TLS: {@code member.key} (the
 * PKCS#8 key with the public key behind it), {@code password}, {@code member.p12} and {@code
 * authority.crt} in one folder, readable by its owner alone. Used by one thread.
 */
public final class TlsStore implements MemberKey {
  private static final String ALIAS = "member";

  private final Path directory;
  private final Clock clock;
  private final PrivateKey key;
  private final byte[] publicKey;
  private final String password;

  private TlsStore(Path directory, Clock clock, PrivateKey key, byte[] open, String password) {
    this.directory = directory;
    this.clock = clock;
    this.key = key;
    this.publicKey = open;
    this.password = password;
  }

  /**
   * The key in this folder, which is made when there is none.
   *
   * @throws EdosException refused if it is damaged or others may read it; external if it cannot be
   *     read or written
   */
  public static TlsStore loadOrCreate(Path directory, Clock clock) {
    Path file = directory.resolve("member.key");
    String[] halves = text(KeyFile.readOrCreate(file, TlsStore::fresh)).strip().split("\n", -1);
    String password = text(KeyFile.readOrCreate(directory.resolve("password"), TlsStore::random));
    try {
      byte[] open = HexFormat.of().parseHex(halves[halves.length - 1]);
      PrivateKey secret = EcKeys.privateKey(HexFormat.of().parseHex(halves[0]));
      if (!EcKeys.isPair(secret, EcKeys.publicKey(open))) {
        throw new GeneralSecurityException("its halves are not of one pair");
      }
      return new TlsStore(directory, clock, secret, open, password);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new EdosException(
          EdosException.Category.REFUSED,
          "the key " + file + " is damaged: remove " + directory + " and join by a new invitation",
          e);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private static byte[] fresh() {
    KeyPair pair = EcKeys.generate();
    HexFormat hex = HexFormat.of();
    return (hex.formatHex(pair.getPrivate().getEncoded())
            + "\n"
            + hex.formatHex(pair.getPublic().getEncoded())
            + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] random() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII);
  }

  /** The store for an authority's own member, made anew with a certificate of today. */
  public static TlsStore issued(
      Path directory,
      MirrorAuthority authority,
      String name,
      java.time.Duration validity,
      Clock clock) {
    TlsStore store = loadOrCreate(directory, clock);
    byte[] certificate = authority.issue(store.publicKey, name, validity);
    store.keep(certificate, authority.certificate(), name);
    return store;
  }

  @Override
  public byte[] publicKey() {
    return publicKey.clone();
  }

  @Override
  public void keep(byte[] certificate, byte[] authority, String name) {
    X509Certificate own = Certificates.read(certificate);
    X509Certificate root = Certificates.read(authority);
    check(own, root, name);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      char[] secret = password.toCharArray();
      store.setKeyEntry(ALIAS, key, secret, new Certificate[] {own, root});
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      store.store(bytes, secret);
      replace(authorityFile(), authority);
      replace(file(), bytes.toByteArray());
    } catch (GeneralSecurityException | IOException e) {
      throw EdosException.external("cannot write the certificate to " + directory + ": " + e, e);
    }
  }

  private void check(X509Certificate own, X509Certificate root, String name) {
    try {
      own.verify(root.getPublicKey());
      root.verify(root.getPublicKey());
      own.checkValidity(Date.from(clock.instant()));
      boolean mine =
          java.util.Arrays.equals(own.getPublicKey().getEncoded(), publicKey)
              && Certificates.commonName(own).equals(name)
              && root.getBasicConstraints() >= 0;
      if (!mine) {
        throw EdosException.refused(
            "the publisher sent a certificate of another key or name; ask it for a new invitation");
      }
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      throw new EdosException(
          EdosException.Category.REFUSED,
          "the publisher's certificate is not valid now ("
              + e.getMessage()
              + "); set the clocks of both machines",
          e);
    } catch (GeneralSecurityException e) {
      throw new EdosException(
          EdosException.Category.REFUSED,
          "the certificate does not bear its authority's signature; ask for a new invitation",
          e);
    }
  }

  private void replace(Path file, byte[] bytes) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    KeyFile.readOrCreate(fresh, () -> bytes);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Whether there is a certificate that is valid now. */
  public boolean isIssued() {
    if (!Files.exists(file(), LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (var in = Files.newInputStream(file())) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password.toCharArray());
      return store.getCertificate(ALIAS) instanceof X509Certificate certificate
          && certificate.getNotAfter().toInstant().isAfter(clock.instant());
    } catch (NoSuchFileException e) {
      return false;
    } catch (GeneralSecurityException | IOException e) {
      throw new EdosException(
          EdosException.Category.REFUSED,
          "the store "
              + file()
              + " is damaged: remove "
              + directory
              + " and join by a new invitation",
          e);
    }
  }

  /** The PKCS#12 file. */
  public Path file() {
    return directory.resolve("member.p12");
  }

  /** What opens the PKCS#12 file. */
  public String password() {
    return password;
  }

  /** The authority's certificate, X.509 in DER. */
  public Path authorityFile() {
    return directory.resolve("authority.crt");
  }
}
