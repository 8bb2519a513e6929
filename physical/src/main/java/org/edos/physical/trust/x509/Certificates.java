package org.edos.physical.trust.x509;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.edos.core.EdosException;

/** Makes and reads X.509 certificates (RFC 5280), signed by ECDSA with SHA-256. Stateless. */
final class Certificates {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String AUTHORITY = "Edos indexing network";

  private Certificates() {}

  /** An authority's own certificate: it signs members' and nothing below them. */
  static byte[] ofAuthority(PrivateKey signing, PublicKey key, Instant from, Instant to) {
    try {
      X509v3CertificateBuilder builder = builder(name(AUTHORITY), name(AUTHORITY), key, from, to);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      return signed(builder, signing);
    } catch (CertIOException e) {
      throw new IllegalStateException("these extensions can be written", e);
    }
  }

  /** A member's certificate: for both ends of TLS connections, and no authority. */
  static byte[] ofMember(
      PrivateKey signing,
      X509Certificate authority,
      PublicKey key,
      String member,
      Instant from,
      Instant to) {
    try {
      X509v3CertificateBuilder builder =
          builder(
              X500Name.getInstance(authority.getSubjectX500Principal().getEncoded()),
              name(member),
              key,
              from,
              to);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      KeyPurposeId[] ends = {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(ends));
      return signed(builder, signing);
    } catch (CertIOException e) {
      throw new IllegalStateException("these extensions can be written", e);
    }
  }

  private static X500Name name(String commonName) {
    return new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey key, Instant from, Instant to) {
    return new X509v3CertificateBuilder(
        issuer,
        new BigInteger(127, RANDOM).add(BigInteger.ONE),
        Date.from(from),
        Date.from(to),
        subject,
        SubjectPublicKeyInfo.getInstance(key.getEncoded()));
  }

  private static byte[] signed(X509v3CertificateBuilder builder, PrivateKey signing) {
    try {
      return builder
          .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signing))
          .getEncoded();
    } catch (OperatorCreationException | java.io.IOException e) {
      throw new IllegalStateException("an EC P-256 key signs any certificate", e);
    }
  }

  /**
   * A certificate from outside.
   *
   * @throws EdosException (refused) if it is none
   */
  static X509Certificate read(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException e) {
      throw new EdosException(
          EdosException.Category.REFUSED, "not an X.509 certificate: " + e.getMessage(), e);
    }
  }

  /** The member's name in a certificate; empty where it names nobody in this way. */
  static String commonName(X509Certificate certificate) {
    var names =
        X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
            .getRDNs(BCStyle.CN);
    return names.length == 1 ? names[0].getFirst().getValue().toString() : "";
  }
}
