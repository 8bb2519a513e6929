package org.edos.app.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class KeyFingerprintTest {
  /** The version 4 Ed25519 key of RFC 9580, A.1. */
  private static final String KEY =
      """
      -----BEGIN PGP PUBLIC KEY BLOCK-----

      xjMEU/NfCxYJKwYBBAHaRw8BAQdAPwmJlL3ZFu1AUxl5NOSofIBzOhKA1i+AEJku
      Q+47JAY=
      -----END PGP PUBLIC KEY BLOCK-----
      """;

  @Test
  void itIsThatOfTheStandardsExample() {
    assertThat(KeyFingerprint.of(KEY.getBytes(StandardCharsets.US_ASCII)))
        .contains("C959 BDBA FA32 A2F8 9A15 3B67 8CFD E121 9796 5A9A");
  }

  @Test
  void whatIsNoKeyHasNone() {
    for (String text :
        new String[] {"", "no key", KEY.substring(0, 60), KEY.replace("xjM", "AAA")}) {
      assertThat(KeyFingerprint.of(text.getBytes(StandardCharsets.US_ASCII))).isEmpty();
    }
  }
}
