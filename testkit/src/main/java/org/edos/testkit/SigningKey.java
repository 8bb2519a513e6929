package org.edos.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A throw-away OpenPGP key of a real GnuPG, made in a folder of its own; closing it ends GnuPG's
 * agent. Used by one thread.
 */
public final class SigningKey implements AutoCloseable {
  private static final String NAME = "Edos tests <tests@localhost>";

  private final Path home;

  /**
   * Makes the key.
   *
   * @param home an empty folder, or one to be made
   */
  public SigningKey(Path home) throws IOException {
    this.home = Files.createDirectories(home);
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    gpg("--passphrase", "", "--quick-generate-key", NAME, "rsa2048", "sign", "never");
  }

  /** Whether this machine has what it takes. */
  public static boolean present() {
    return Programs.present("gpg", "gpgconf");
  }

  /** The public key, armoured. */
  public byte[] publicKey() {
    return gpg("--armor", "--export", NAME);
  }

  /** Signs a file in its own text. */
  void clearSign(Path file, Path signed) {
    gpg("--output", signed.toString(), "--clearsign", file.toString());
  }

  /** Signs a file beside it. */
  void detachSign(Path file, Path signature) {
    gpg("--armor", "--output", signature.toString(), "--detach-sign", file.toString());
  }

  /** Signs packages in themselves. */
  void signRpms(List<Path> rpms) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "rpmsign",
                "--define",
                "__gpg /usr/bin/gpg",
                "--define",
                "_gpg_name " + NAME,
                "--define",
                "_gpg_path " + home,
                "--addsign"));
    rpms.forEach(rpm -> command.add(rpm.toString()));
    Programs.run(home, command.toArray(String[]::new));
  }

  private byte[] gpg(String... arguments) {
    String[] command = new String[arguments.length + 5];
    System.arraycopy(
        new String[] {"gpg", "--homedir", home.toString(), "--batch", "--yes"}, 0, command, 0, 5);
    System.arraycopy(arguments, 0, command, 5, arguments.length);
    return Programs.run(home, command);
  }

  @Override
  public void close() {
    Programs.run(home, "gpgconf", "--homedir", home.toString(), "--kill", "all");
  }
}
