package org.edos.physical.trust.openpgp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.edos.core.EdosException;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.unit.RepositoryPath;
import org.edos.physical.trust.TrustedRoots;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedRootsTest {
  private static final RepositoryPath IN_RELEASE = new RepositoryPath("dists/stable/InRelease");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T00:00:00Z"), ZoneOffset.UTC);

  @TempDir Path directory;

  @Test
  void debiansRootIsTrustedAndItsTextIsWhatOneThatChecksNothingGives() throws Exception {
    byte[] inRelease =
        Files.readAllBytes(TestData.root().resolve("trust/bookworm-security.InRelease"));
    byte[] keyring =
        Files.readAllBytes(TestData.root().resolve("trust/debian-archive-keyring.gpg"));
    RootSignatures roots = new TrustedRoots(new BouncyCastleOpenPgp(CLOCK), keyring);

    assertThat(roots.clearSigned(IN_RELEASE, inRelease))
        .isEqualTo(RootSignatures.unchecked().clearSigned(IN_RELEASE, inRelease));
  }

  @Test
  void aRootSignedByAnUnknownKeyIsRefusedByItsPathWithTheRemedy() {
    OpenPgpSigner known = signer("known");
    OpenPgpSigner stranger = signer("stranger");
    RootSignatures roots = new TrustedRoots(new BouncyCastleOpenPgp(CLOCK), known.publicKey());
    byte[] text = "Origin: Test\n".getBytes(UTF_8);

    assertThatCode(() -> roots.detached(IN_RELEASE, text, known.detachedSign(text)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> roots.detached(IN_RELEASE, text, stranger.detachedSign(text)))
        .isInstanceOf(EdosException.class)
        .hasMessageStartingWith(
            "dists/stable/InRelease: signed by 0x" + stranger.fingerprint().substring(24))
        .hasMessageContaining("--set trusted-keys=");
    assertThatThrownBy(() -> roots.unsigned(IN_RELEASE)).hasMessageContaining("no signature");
  }

  private OpenPgpSigner signer(String name) {
    return OpenPgpSigner.loadOrCreate(
        directory.resolve(name), name + " <" + name + "@example.org>", CLOCK);
  }
}
