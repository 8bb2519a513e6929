package org.edos.physical.grid;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Supplier;
import javax.cache.configuration.Factory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.ignite.ssl.SslContextFactory;
import org.edos.core.EdosException;

/**
 * What a member shows to the others and asks of them: a certificate of the grid's authority, in
 * both directions, over TLS 1.3.
 *
 * @param keyStore a PKCS#12 file with the member's key, its certificate and those above it
 * @param password opens the key store and the key
 * @param authority the authority's certificate, PEM or DER
 */
public record GridTls(Path keyStore, String password, Path authority) {
  private static final String PROTOCOL = "TLSv1.3";

  /**
   * Makes the engine's contexts.
   *
   * @param retired names of members that are trusted no more
   * @throws EdosException external if a file is missing or damaged, or the password is another
   */
  Factory<SSLContext> contexts(Supplier<? extends Collection<String>> retired) {
    try {
      KeyStore own = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(keyStore)) {
        own.load(in, password.toCharArray());
      }
      SslContextFactory factory = new SslContextFactory();
      factory.setKeyStoreType("PKCS12");
      factory.setKeyStoreFilePath(keyStore.toString());
      factory.setKeyStorePassword(password.toCharArray());
      factory.setTrustManagers(new MemberTrust(trust(), retired));
      factory.setProtocol(PROTOCOL);
      factory.setProtocols(PROTOCOL);
      return factory;
    } catch (IOException | GeneralSecurityException e) {
      throw EdosException.external(
          "the certificate of this member of the grid cannot be used (%s, %s): %s; ask the publisher for another invitation"
              .formatted(keyStore, authority, e.getMessage()),
          e);
    }
  }

  private X509ExtendedTrustManager trust() throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(authority)) {
      trusted.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(trusted);
    return Arrays.stream(managers.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("this Java trusts nobody"));
  }

  /** Does not show the password. */
  @Override
  public String toString() {
    return "GridTls[keyStore=" + keyStore + ", authority=" + authority + "]";
  }
}
