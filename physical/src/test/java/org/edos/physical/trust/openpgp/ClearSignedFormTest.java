package org.edos.physical.trust.openpgp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.edos.core.EdosException;
import org.edos.physical.trust.OpenPgp;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Files that show one text to one program and another to the next are refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClearSignedFormTest {
  @TempDir static Path directory;
  private final OpenPgp openPgp = new BouncyCastleOpenPgp();
  private OpenPgpSigner signer;
  private String signed;

  @BeforeAll
  void signs() {
    signer = OpenPgpSigner.loadOrCreate(directory.resolve("key.asc"), "Test <test@example.org>");
    signed = new String(signer.clearSign("Origin: Test\nSuite: one\n".getBytes(UTF_8)), UTF_8);
  }

  @Test
  void textBeforeBetweenAndAfterIsRefused() {
    refuses(text -> "Origin: Evil\n" + text);
    refuses(text -> "\n" + text);
    refuses(text -> text + "Origin: Evil\n");
    refuses(text -> text + text);
    refuses(text -> text.replace("Hash: SHA512\n", "Hash: SHA512\nOrigin: Evil\n"));
    refuses(text -> text.replace("Hash: SHA512\n", "NotDashEscaped: yes\n"));
    refuses(text ->
        text.replace(
            "-----BEGIN PGP SIGNATURE", "-----BEGIN PGP MESSAGE-----\n-----BEGIN PGP SIGNATURE"));
    refuses(text -> text.replace("Suite", "\rSuite"));
    refuses(text -> text.replace("Suite", "\0Suite"));
  }

  @Test
  void changedTextIsRefused() {
    refuses(text -> text.replace("one", "two"));
    refuses(text -> text.replace("Suite", "\nSuite"));
    refuses(text -> text.replace("Suite", " Suite"));
  }

  @Test
  void lineEndsOfAnotherSystemAndTrailingBlanksChangeNothing() {
    byte[] windows = signed.replace("\n", "\r\n").replace("one", "one \t").getBytes(UTF_8);

    assertThat(openPgp.verifyClearSigned(windows, signer.publicKey()).text())
        .isEqualTo("Origin: Test\nSuite: one\n".getBytes(UTF_8));
  }

  @Test
  void garbageIsRefusedAndNeverBreaksAnything() {
    long seed = 11;
    Random random = new Random(seed);
    byte[] text = "text".getBytes(UTF_8);
    byte[] detached = signer.detachedSign(text);
    byte[] binary = Armor.decode(detached, Armor.SIGNATURE, false).getFirst();
    byte[] ring = Armor.decode(signer.publicKey(), Armor.PUBLIC_KEY, false).getFirst();
    for (int i = 0; i < 500; i++) {
      byte[] badSignature = binary.clone();
      badSignature[random.nextInt(binary.length)] = (byte) random.nextInt();
      byte[] badRing = ring.clone();
      badRing[random.nextInt(ring.length)] = (byte) random.nextInt();
      onlyRefuses(seed, () -> openPgp.verifyDetached(text, badSignature, signer.publicKey()));
      onlyRefuses(seed, () -> openPgp.verifyDetached(text, detached, badRing));
    }
  }

  private static void onlyRefuses(long seed, Runnable check) {
    try {
      check.run();
    } catch (EdosException expected) {
      assertThat(expected.category()).as("seed %d", seed).isEqualTo(EdosException.Category.REFUSED);
    }
  }

  @Test
  void thePublishersKeyIsTheSameAfterARestart() throws Exception {
    Path file = directory.resolve("kept.asc");
    OpenPgpSigner first = OpenPgpSigner.loadOrCreate(file, "Test <test@example.org>");
    OpenPgpSigner second = OpenPgpSigner.loadOrCreate(file, "Another <another@example.org>");

    assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
    assertThat(second.publicKey()).isEqualTo(first.publicKey());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aDamagedKeyFileIsRefusedWithTheRemedy() throws Exception {
    Path file = directory.resolve("damaged.asc");
    OpenPgpSigner.loadOrCreate(file, "Test <test@example.org>");
    Files.writeString(file, Files.readString(file).substring(0, 900));

    assertThatThrownBy(() -> OpenPgpSigner.loadOrCreate(file, "Test <test@example.org>"))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("restore it from a backup");
  }

  private void refuses(UnaryOperator<String> change) {
    String changed = change.apply(signed);
    assertThat(changed).isNotEqualTo(signed);
    assertThatThrownBy(() -> openPgp.verifyClearSigned(changed.getBytes(UTF_8), signer.publicKey()))
        .as(changed)
        .isInstanceOf(EdosException.class);
  }
}
