package org.edos.physical.trust.openpgp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.edos.core.EdosException;
import org.edos.physical.trust.OpenPgp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What GnuPG signs passes here, what is signed here passes gpgv, and both refuse the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GnuPgAgreementTest {
  private static final String AWKWARD =
      "Origin: Test\n- dash\n-----BEGIN PGP\n\ttab \t\nFrom here\nümlaut\n\n\nend\n";

  @TempDir static Path directory;
  private final OpenPgp openPgp = new BouncyCastleOpenPgp();
  private GnuPg gnupg;
  private String rsa;
  private String edwards;
  private OpenPgpSigner signer;

  @BeforeAll
  void makesKeys() throws Exception {
    gnupg = new GnuPg(directory.resolve("home"));
    rsa = gnupg.newKey("rsa", "rsa2048", "sign,cert");
    edwards = gnupg.newKey("edwards", "ed25519", "sign,cert");
    signer =
        OpenPgpSigner.loadOrCreate(
            directory.resolve("publisher.asc"), "Edos test <test@example.org>");
  }

  @AfterAll
  void endsTheAgent() throws Exception {
    gnupg.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "edwards"})
  void aTextThatGpgClearSignedPassesAndIsTheTextThatGpgvGives(String name) throws Exception {
    byte[] signed = gnupg.clearSign(AWKWARD.getBytes(UTF_8), "-u", name);

    OpenPgp.Verified verified = openPgp.verifyClearSigned(signed, gnupg.export(name));

    assertThat(verified.fingerprints()).containsExactly(gnupg.fingerprint(name));
    assertThat(verified.text()).isEqualTo(gnupg.verified(signed, gnupg.export(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no line end", "\n", "-", "a\r\nb\r\n", "trailing  \n"})
  void oddTextsThatGpgClearSignedPass(String text) throws Exception {
    byte[] signed = gnupg.clearSign(text.getBytes(UTF_8), "-u", "rsa");

    assertThat(openPgp.verifyClearSigned(signed, gnupg.export()).fingerprints())
        .containsExactly(rsa);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no line end", "\n", "-", "a\nb\n\n", AWKWARD})
  void aTextSignedHerePassesGpgvAndComesBack(String text) throws Exception {
    byte[] signed = signer.clearSign(text.getBytes(UTF_8));

    byte[] verified = openPgp.verifyClearSigned(signed, signer.publicKey()).text();

    assertThat(gnupg.verified(signed, signer.publicKey())).isEqualTo(verified);
    assertThat(new String(verified, UTF_8).stripTrailing())
        .isEqualTo(text.replace(" \t\n", "\n").stripTrailing());
  }

  @Test
  void detachedSignaturesOfGpgPassArmouredBinaryAndOfText() throws Exception {
    byte[] text = AWKWARD.getBytes(UTF_8);
    List<byte[]> signatures =
        List.of(
            gnupg.detachedSign(text, "-u", "rsa"),
            gnupg.detachedSign(text, "-u", "edwards", "--armor"),
            gnupg.detachedSign("a\nb\n".getBytes(UTF_8), "-u", "rsa", "--textmode", "--armor"));

    assertThat(openPgp.verifyDetached(text, signatures.get(0), gnupg.export()).fingerprints())
        .containsExactly(rsa);
    assertThat(openPgp.verifyDetached(text, signatures.get(1), gnupg.export()).fingerprints())
        .containsExactly(edwards);
    assertThat(
            openPgp
                .verifyDetached("a\nb\n".getBytes(UTF_8), signatures.get(2), gnupg.export())
                .text())
        .isEqualTo("a\nb\n".getBytes(UTF_8));
  }

  @Test
  void aDetachedSignatureMadeHerePassesGpgv() throws Exception {
    byte[] text = {0, 1, 2, '\r', '\n', (byte) 200};
    byte[] signature = signer.detachedSign(text);

    gnupg.verify(text, signature, signer.publicKey());

    assertThat(openPgp.verifyDetached(text, signature, signer.publicKey()).fingerprints())
        .containsExactly(signer.fingerprint());
  }

  @Test
  void thePublishersKeyIsTakenByRpm() throws Exception {
    assumeTrue(GnuPg.installed("rpmkeys"), "rpm is not installed");
    Path key = Files.write(directory.resolve("publisher.pub.asc"), signer.publicKey());

    gnupg.run(
        "rpmkeys", "--dbpath", directory.resolve("rpmdb").toString(), "--import", key.toString());

    assertThat(Files.list(directory.resolve("rpmdb"))).isNotEmpty();
  }

  @Test
  void oneKnownSignerOfSeveralSuffices() throws Exception {
    byte[] signed = gnupg.clearSign(AWKWARD.getBytes(UTF_8), "-u", "rsa", "-u", "edwards");

    assertThat(openPgp.verifyClearSigned(signed, gnupg.export("edwards")).fingerprints())
        .containsExactly(edwards);
    assertThat(openPgp.verifyClearSigned(signed, gnupg.export()).fingerprints())
        .containsExactlyInAnyOrder(rsa, edwards);
  }

  @Test
  void aKeyringMayBeSeveralArmouredBlocks() throws Exception {
    ByteArrayOutputStream ring = new ByteArrayOutputStream();
    ring.write(gnupg.gpg("--armor", "--export", "rsa"));
    ring.write("a note\n".getBytes(UTF_8));
    ring.write(gnupg.gpg("--armor", "--export", "edwards"));

    byte[] signed = gnupg.clearSign(AWKWARD.getBytes(UTF_8), "-u", "edwards");

    assertThat(openPgp.verifyClearSigned(signed, ring.toByteArray()).fingerprints())
        .containsExactly(edwards);
  }

  @Test
  void aSigningSubkeySpeaksForItsPrimaryKey() throws Exception {
    String primary = gnupg.newKey("family", "ed25519", "cert");
    gnupg.gpg("--quick-add-key", primary, "ed25519", "sign", "never");

    byte[] signed = gnupg.clearSign(AWKWARD.getBytes(UTF_8), "-u", primary);

    assertThat(openPgp.verifyClearSigned(signed, gnupg.export("family")).fingerprints())
        .containsExactly(primary);
  }

  @Test
  void anUnknownSignerIsNamedWithTheRemedy() throws Exception {
    byte[] signed = gnupg.clearSign(AWKWARD.getBytes(UTF_8), "-u", "rsa");

    assertThatThrownBy(() -> openPgp.verifyClearSigned(signed, signer.publicKey()))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("0x" + rsa.substring(24))
        .hasMessageContaining("not in the keyring")
        .hasMessageContaining("--set trusted-keys=");
  }

  @Test
  void aRevokedKeyIsRefused() throws Exception {
    String revoked = gnupg.newKey("revoked", "ed25519", "sign,cert");
    byte[] signed = gnupg.clearSign(AWKWARD.getBytes(UTF_8), "-u", revoked);
    gnupg.revoke(revoked);

    assertThatThrownBy(() -> openPgp.verifyClearSigned(signed, gnupg.export("revoked")))
        .hasMessageContaining("revoked");
  }

  @Test
  void anExpiredKeyIsRefused() throws Exception {
    String brief = gnupg.newKey("brief", "ed25519", "sign,cert");
    gnupg.gpg("--quick-set-expire", brief, "2d");
    byte[] signed = gnupg.clearSign(AWKWARD.getBytes(UTF_8), "-u", brief);
    OpenPgp nextWeek = new BouncyCastleOpenPgp(inDays(7));
    byte[] before = gnupg.export("brief");

    assertThat(openPgp.verifyClearSigned(signed, before).fingerprints()).containsExactly(brief);
    assertThatThrownBy(() -> nextWeek.verifyClearSigned(signed, before))
        .hasMessageContaining("expired at");
  }

  @Test
  void anExpiredSignatureIsRefused() throws Exception {
    byte[] signed =
        gnupg.clearSign(AWKWARD.getBytes(UTF_8), "-u", "rsa", "--default-sig-expire", "2d");

    assertThat(openPgp.verifyClearSigned(signed, gnupg.export()).fingerprints())
        .containsExactly(rsa);
    assertThatThrownBy(
            () -> new BouncyCastleOpenPgp(inDays(3)).verifyClearSigned(signed, gnupg.export()))
        .hasMessageContaining("expired at");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA1", "RIPEMD160"})
  void weakDigestsAreRefused(String digest) throws Exception {
    byte[] signed = gnupg.clearSign(AWKWARD.getBytes(UTF_8), "-u", "rsa", "--digest-algo", digest);

    assertThatThrownBy(() -> openPgp.verifyClearSigned(signed, gnupg.export()))
        .hasMessageContaining("can be forged");
  }

  @Test
  void aKeyThatIsTooShortIsRefused() throws Exception {
    String brittle = gnupg.newKey("brittle", "rsa1024", "sign,cert");
    byte[] signed = gnupg.clearSign(AWKWARD.getBytes(UTF_8), "-u", brittle);

    assertThatThrownBy(() -> openPgp.verifyClearSigned(signed, gnupg.export("brittle")))
        .hasMessageContaining("only 1024 bits");
  }

  @Test
  void aSecretKeyIsRefusedAsKeyring() throws Exception {
    byte[] secret = gnupg.gpg("--export-secret-keys", "rsa");

    assertThatThrownBy(
            () -> openPgp.verifyDetached(new byte[0], gnupg.detachedSign(new byte[0]), secret))
        .hasMessageContaining("secret key");
  }

  private static Clock inDays(int days) {
    return Clock.offset(Clock.system(ZoneOffset.UTC), Duration.ofDays(days));
  }
}
