package org.edos.physical.trust.openpgp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.edos.core.EdosException;
import org.edos.physical.trust.OpenPgp;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.Test;

/** The root of Debian's security archive, as Debian signed it. */
class RealInReleaseTest {
  private static final Clock WHEN_IT_WAS_NEW =
      Clock.fixed(Instant.parse("2026-11-21T00:00:00Z"), ZoneOffset.UTC);

  private final byte[] inRelease = read("bookworm-security.InRelease");
  private final byte[] keyring = read("debian-archive-keyring.gpg");
  private final OpenPgp openPgp = new BouncyCastleOpenPgp(WHEN_IT_WAS_NEW);

  @Test
  void debiansRootPassesWithDebiansKeyring() {
    OpenPgp.Verified verified = openPgp.verifyClearSigned(inRelease, keyring);

    assertThat(new String(verified.text(), ISO_8859_1))
        .startsWith("Origin: Debian\n")
        .doesNotContain("PGP")
        .endsWith("\n");
    assertThat(verified.fingerprints()).isNotEmpty().allMatch(each -> each.matches("[0-9A-F]{40}"));
  }

  @Test
  void debiansRootPassesWithTheKeyringInArmour() {
    byte[] armored = Armor.encode(Armor.PUBLIC_KEY, keyring).getBytes(ISO_8859_1);

    assertThat(openPgp.verifyClearSigned(inRelease, armored).fingerprints()).isNotEmpty();
  }

  @Test
  void oneFlippedBitAnywhereInTextOrSignaturesIsRefused() {
    long seed = 7;
    Random random = new Random(seed);
    int body = new String(inRelease, ISO_8859_1).indexOf("\n\n") + 2;
    int signature = new String(inRelease, ISO_8859_1).indexOf("-----BEGIN PGP SIGNATURE");
    SoftAssertions all = new SoftAssertions();
    for (int i = 0; i < 300; i++) {
      int at =
          i % 2 == 0
              ? random.nextInt(body, signature)
              : random.nextInt(signature, inRelease.length);
      byte[] flipped = inRelease.clone();
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      all.assertThatThrownBy(() -> openPgp.verifyClearSigned(flipped, keyring))
          .as("seed %d, byte %d, now %d", seed, at, flipped[at])
          .isInstanceOf(EdosException.class);
    }
    all.assertAll();
  }

  @Test
  void aRootCutShortAnywhereIsRefused() {
    for (int length = 0; length < inRelease.length - 1; length += 997) {
      byte[] cut = java.util.Arrays.copyOf(inRelease, length);
      assertThatThrownBy(() -> openPgp.verifyClearSigned(cut, keyring))
          .isInstanceOf(EdosException.class);
    }
  }

  @Test
  void debiansRootIsRefusedWhenItsKeysHaveExpired() {
    OpenPgp later =
        new BouncyCastleOpenPgp(Clock.fixed(Instant.parse("2050-01-01T00:00:00Z"), ZoneOffset.UTC));

    assertThatThrownBy(() -> later.verifyClearSigned(inRelease, keyring))
        .hasMessageContaining("expired");
  }

  private static byte[] read(String name) {
    try {
      return Files.readAllBytes(TestData.root().resolve("trust").resolve(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
