package org.edos.core.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.edos.core.EdosException;
import org.edos.core.unit.RepositoryPath;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RootSignaturesTest {
  private static final RepositoryPath PATH = new RepositoryPath("dists/x/InRelease");
  private static final String BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n";
  private static final String END =
      "-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n";

  @Test
  void uncheckedTakesTheTextOutOfARealInRelease() throws IOException {
    byte[] signed =
        Files.readAllBytes(TestData.root().resolve("trust/bookworm-security.InRelease"));
    String text = strip(new String(signed, StandardCharsets.UTF_8));
    assertThat(text).startsWith("Origin: Debian\n").endsWith("\n").doesNotContain("PGP");
  }

  @Test
  void uncheckedUndoesDashEscapesAndWhiteSpaceAtLineEnds() {
    assertThat(strip(BEGIN + "- -----BEGIN \r\na  \n- x\n\n" + END))
        .isEqualTo("-----BEGIN\na\nx\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: x\n",
        "Origin: x\n" + BEGIN + "a\n" + END,
        BEGIN + "a\n" + END + "Origin: x\n",
        BEGIN + "a\n" + END + BEGIN + "b\n" + END,
        BEGIN + "a\n",
        BEGIN + "a\n-----BEGIN PGP SIGNATURE-----\n",
        BEGIN + "-a\n" + END,
        "-----BEGIN PGP SIGNED MESSAGE-----\nComment: x\n\na\n" + END,
        "-----BEGIN PGP SIGNED MESSAGE-----\n",
        ""
      })
  void uncheckedRefusesAnythingOutsideTheSignedText(String text) {
    assertThatThrownBy(() -> strip(text))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("clear-signed");
  }

  @Test
  void aRootWithoutASignatureIsRefusedUnlessSaidOtherwise() {
    RootSignatures signatures =
        new RootSignatures() {
          @Override
          public byte[] clearSigned(RepositoryPath path, byte[] signed) {
            return signed;
          }

          @Override
          public void detached(RepositoryPath path, byte[] text, byte[] signature) {}
        };
    assertThatThrownBy(() -> signatures.unsigned(PATH)).isInstanceOf(EdosException.class);
    RootSignatures.unchecked().unsigned(PATH);
  }

  private static String strip(String signed) {
    return new String(
        RootSignatures.unchecked().clearSigned(PATH, signed.getBytes(StandardCharsets.UTF_8)),
        StandardCharsets.UTF_8);
  }
}
