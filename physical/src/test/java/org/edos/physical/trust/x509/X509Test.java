package org.edos.physical.trust.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class X509Test {
  private static final Duration YEAR = Duration.ofDays(365);

  @TempDir Path folder;
  private final Clock clock = Clock.systemUTC();

  private X509Authority authority(String place) {
    return X509Authority.loadOrCreate(folder.resolve(place), clock);
  }

  private TlsStore store(String place) {
    return TlsStore.loadOrCreate(folder.resolve(place), clock);
  }

  private static X509Certificate read(byte[] der) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  @Test
  void theJdkAcceptsTheChainOfAnIssuedCertificate() throws Exception {
    X509Authority authority = authority("a");
    X509Certificate member = read(authority.issue(store("m").publicKey(), "paris", YEAR));
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(read(authority.certificate()), null)));
    parameters.setRevocationEnabled(false);

    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(List.of(member)), parameters);

    assertThat(member.getSubjectX500Principal().getName()).isEqualTo("CN=paris");
    assertThat(member.getBasicConstraints()).isEqualTo(-1);
    assertThat(member.getExtendedKeyUsage()).hasSize(2);
  }

  @Test
  void anAuthorityIsTheSameAfterARestart() {
    assertThat(authority("a").certificate()).isEqualTo(authority("a").certificate());
  }

  @Test
  void aDamagedAuthorityIsRefused() throws IOException {
    authority("a");
    Path file = folder.resolve("a/authority.key");
    byte[] bytes = Files.readAllBytes(file);
    bytes[40] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> authority("a"))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void theStoreHoldsKeyAndChainUnderItsPassword() throws Exception {
    X509Authority authority = authority("a");
    TlsStore store = TlsStore.issued(folder.resolve("m"), authority, "paris", YEAR, clock);

    KeyStore read = KeyStore.getInstance(store.file().toFile(), store.password().toCharArray());

    assertThat(read.getKey("member", store.password().toCharArray())).isNotNull();
    assertThat(read.getCertificateChain("member")).hasSize(2);
    assertThat(Files.readAllBytes(store.authorityFile())).isEqualTo(authority.certificate());
  }

  @Test
  void aCertificateOfAnotherAuthorityIsNotKept() {
    byte[] forged = authority("b").issue(store("m").publicKey(), "paris", YEAR);

    assertThatThrownBy(() -> store("m").keep(forged, authority("a").certificate(), "paris"))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("signature");
    assertThat(store("m").isIssued()).isFalse();
  }

  @Test
  void aCertificateOfAnotherKeyIsNotKept() {
    X509Authority authority = authority("a");
    byte[] foreign = authority.issue(store("other").publicKey(), "paris", YEAR);

    assertThatThrownBy(() -> store("m").keep(foreign, authority.certificate(), "paris"))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("another key");
  }

  @Test
  void keysOfOtherKindsAreNotCertified() throws Exception {
    byte[] rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic().getEncoded();
    byte[] offCurve = store("m").publicKey();
    offCurve[offCurve.length - 1] ^= 1;

    for (byte[] key : List.of(rsa, offCurve, new byte[0])) {
      assertThatThrownBy(() -> authority("a").issue(key, "paris", YEAR))
          .isInstanceOf(EdosException.class)
          .hasMessageContaining("P-256");
    }
  }
}
