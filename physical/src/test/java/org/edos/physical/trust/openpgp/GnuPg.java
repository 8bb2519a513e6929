package org.edos.physical.trust.openpgp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real GnuPG with a home of its own. Closing it ends the agent that gpg starts. */
final class GnuPg implements AutoCloseable {
  private final Path home;

  GnuPg(Path home) throws IOException {
    assumeTrue(installed("gpg") && installed("gpgv"), "gpg and gpgv are not installed");
    this.home = Files.createDirectories(home);
    home.toFile().setReadable(false, false);
    home.toFile().setReadable(true, true);
  }

  static boolean installed(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Makes a key; gives its fingerprint. */
  String newKey(String name, String algorithm, String usage, String... options) throws Exception {
    gpg(
        join(
            options,
            "--quick-gen-key",
            name + " <" + name + "@example.org>",
            algorithm,
            usage,
            "never"));
    return fingerprint(name);
  }

  String fingerprint(String name) throws Exception {
    String listing = new String(gpg("--with-colons", "--list-keys", name), UTF_8);
    return listing
        .lines()
        .filter(line -> line.startsWith("fpr:"))
        .findFirst()
        .orElseThrow()
        .split(":")[9];
  }

  void revoke(String fingerprint) throws Exception {
    Path made = home.resolve("openpgp-revocs.d").resolve(fingerprint + ".rev");
    Path usable = home.resolve("revocation.asc");
    Files.writeString(usable, Files.readString(made).replace(":-----BEGIN", "-----BEGIN"));
    gpg("--import", usable.toString());
  }

  byte[] clearSign(byte[] text, String... options) throws Exception {
    return signed(text, join(options, "--clear-sign"));
  }

  byte[] detachedSign(byte[] text, String... options) throws Exception {
    return signed(text, join(options, "--detach-sign"));
  }

  private byte[] signed(byte[] text, String... arguments) throws Exception {
    Path file = Files.createTempFile(home, "text", "");
    Files.write(file, text);
    return gpg(join(arguments, "--output", "-", file.toString()));
  }

  byte[] export(String... names) throws Exception {
    return gpg(join(new String[] {"--export"}, names));
  }

  /** What gpgv, the program that apt asks, finds in a clear-signed text; fails when it objects. */
  byte[] verified(byte[] clearSigned, byte[] keyring) throws Exception {
    Path file = Files.write(Files.createTempFile(home, "InRelease", ""), clearSigned);
    return run("gpgv", "--keyring", ring(keyring), "--output", "-", file.toString());
  }

  void verify(byte[] text, byte[] signature, byte[] keyring) throws Exception {
    Path file = Files.write(Files.createTempFile(home, "Release", ""), text);
    Path detached = Files.write(Files.createTempFile(home, "Release", ".gpg"), signature);
    run("gpgv", "--keyring", ring(keyring), detached.toString(), file.toString());
  }

  private String ring(byte[] keyring) throws Exception {
    Path armored = Files.write(Files.createTempFile(home, "ring", ".asc"), keyring);
    Path binary = Files.createTempFile(home, "ring", ".gpg");
    Files.write(binary, gpg("--dearmor", "--output", "-", armored.toString()));
    return binary.toString();
  }

  byte[] gpg(String... arguments) throws Exception {
    String[] always = {
      "gpg",
      "--batch",
      "--yes",
      "--quiet",
      "--no-tty",
      "--pinentry-mode",
      "loopback",
      "--passphrase",
      ""
    };
    return run(join(always, arguments));
  }

  byte[] run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("GNUPGHOME", home.toString());
    builder.environment().put("LC_ALL", "C");
    Path errors = Files.createTempFile(home, "errors", "");
    Path output = Files.createTempFile(home, "output", "");
    Process process =
        builder.redirectError(errors.toFile()).redirectOutput(output.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(String.join(" ", command) + ": " + Files.readString(errors));
    }
    return Files.readAllBytes(output);
  }

  private static String[] join(String[] first, String... then) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(then));
    return all.toArray(String[]::new);
  }

  @Override
  public void close() throws Exception {
    run("gpgconf", "--kill", "gpg-agent");
  }
}
