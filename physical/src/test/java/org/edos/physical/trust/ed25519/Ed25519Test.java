package org.edos.physical.trust.ed25519;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ed25519Test {
  private static final byte[] MESSAGE = "a release".getBytes(UTF_8);
  private final Ed25519Check check = new Ed25519Check();
  @TempDir Path directory;

  /** RFC 8032, section 7.1, tests 1 to 3 and SHA(abc). */
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        + "d25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        + "387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        + "4a7c15e9716ed28dc027beceea1ec40a",
    "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42,"
        + "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf,"
        + "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
        + "454d4423643ce80e2a9ac94fa54ca49f,"
        + "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
        + "3dca179c138ac17ad9bef1177331a704"
  })
  void aKeyFromTheRfcHasItsPublicKeyAndSignatures(
      String seed, String publicKey, String message, String signature) throws Exception {
    byte[] text = HexFormat.of().parseHex(message);

    Ed25519Key key =
        Ed25519Key.loadOrCreate(
            pem(HexFormat.of().parseHex("302e020100300506032b657004220420" + seed)));

    assertThat(key.publicKey()).isEqualTo(publicKey);
    assertThat(key.sign(text)).isEqualTo(signature);
    assertThat(check.verify(publicKey, text, signature)).isTrue();
  }

  @Test
  void aCreatedKeyIsTheSameAfterARestartAndItsOwnersAlone() throws Exception {
    Path file = directory.resolve("keys/peer.key");

    Ed25519Key first = Ed25519Key.loadOrCreate(file);
    Ed25519Key second = Ed25519Key.loadOrCreate(file);

    assertThat(second.publicKey()).isEqualTo(first.publicKey());
    assertThat(check.verify(first.publicKey(), MESSAGE, second.sign(MESSAGE))).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void manyThatCreateTheSameKeyAtOnceGetOneKey() throws Exception {
    Path file = directory.resolve("peer.key");
    Callable<String> load = () -> Ed25519Key.loadOrCreate(file).publicKey();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> keys = threads.invokeAll(Collections.nCopies(16, load));

      assertThat(keys.stream().map(Future::resultNow).collect(Collectors.toSet())).hasSize(1);
    }
  }

  @Test
  void aFileThatOthersMayReadIsRefusedWithTheRemedy() throws Exception {
    Path file = directory.resolve("peer.key");
    Ed25519Key.loadOrCreate(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> Ed25519Key.loadOrCreate(file))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void aDamagedFileIsRefusedAndLeftAsItIs() throws Exception {
    Path file = pem(new byte[] {1, 2, 3});
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> Ed25519Key.loadOrCreate(file))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("restore it from a backup");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void anEmptyFileIsRefused() throws Exception {
    Path file = owned(new byte[0]);

    assertThatThrownBy(() -> Ed25519Key.loadOrCreate(file))
        .hasMessageContaining("holds no Ed25519 private key");
  }

  @Test
  void anotherMessageKeyOrSignatureDoesNotVerify() {
    Ed25519Key key = Ed25519Key.generate();
    String signature = key.sign(MESSAGE);
    String flipped = (signature.charAt(0) == '0' ? "1" : "0") + signature.substring(1);

    assertThat(check.verify(key.publicKey(), MESSAGE, signature)).isTrue();
    assertThat(check.verify(key.publicKey(), "another".getBytes(UTF_8), signature)).isFalse();
    assertThat(check.verify(Ed25519Key.generate().publicKey(), MESSAGE, signature)).isFalse();
    assertThat(check.verify(key.publicKey(), MESSAGE, flipped)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"''", "zz", "00", "'é'"})
  void malformedKeysAndSignaturesDoNotVerify(String malformed) {
    Ed25519Key key = Ed25519Key.generate();
    String longEnough = (malformed + "-").repeat(128);

    assertThat(check.verify(malformed, MESSAGE, key.sign(MESSAGE))).isFalse();
    assertThat(check.verify(key.publicKey(), MESSAGE, malformed)).isFalse();
    assertThat(check.verify(longEnough.substring(0, 64), MESSAGE, key.sign(MESSAGE))).isFalse();
    assertThat(check.verify(key.publicKey(), MESSAGE, longEnough.substring(0, 128))).isFalse();
    assertThat(check.verify("f".repeat(64), MESSAGE, "f".repeat(128))).isFalse();
    assertThat(check.verify("0".repeat(64), MESSAGE, "0".repeat(128))).isFalse();
  }

  private Path pem(byte[] der) throws Exception {
    String body = Base64.getEncoder().encodeToString(der);
    return owned(
        ("-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n").getBytes(UTF_8));
  }

  private Path owned(byte[] bytes) throws Exception {
    Path file = directory.resolve("given.key");
    Files.write(file, bytes);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
