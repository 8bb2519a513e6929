package org.edos.physical.grid;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** An authority of a grid with one certified member, made by the JDK's keytool. */
final class TestAuthority {
  private static final String PASSWORD = "only a test";

  private TestAuthority() {}

  /** What a member of a fresh authority's grid shows and asks for; files in the folder. */
  static GridTls member(Path folder) {
    try {
      Path both = folder.resolve("both.p12");
      keytool(both, "-alias", "authority", "-dname", "CN=authority", "-ext", "bc:c=ca:true");
      keytool(both, "-alias", "member", "-dname", "CN=member", "-signer", "authority");
      KeyStore made = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(both)) {
        made.load(in, PASSWORD.toCharArray());
      }
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      Key key = Objects.requireNonNull(made.getKey("member", PASSWORD.toCharArray()));
      own.setKeyEntry("member", key, PASSWORD.toCharArray(), made.getCertificateChain("member"));
      Path store = folder.resolve("member.p12");
      try (OutputStream out = Files.newOutputStream(store)) {
        own.store(out, PASSWORD.toCharArray());
      }
      Path authority = folder.resolve("authority.pem");
      String pem =
          Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(
                  Objects.requireNonNull(made.getCertificate("authority")).getEncoded());
      Files.writeString(
          authority,
          "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n",
          US_ASCII);
      return new GridTls(store, PASSWORD, authority);
    } catch (Exception e) {
      throw new IllegalStateException("keytool of this JDK makes certificates", e);
    }
  }

  private static void keytool(Path store, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-genkeypair", "-keyalg", "EC"));
    command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD, "-validity", "30"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(said);
    }
  }
}
