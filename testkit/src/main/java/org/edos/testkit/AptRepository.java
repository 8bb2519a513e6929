package org.edos.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * An APT repository as archives make them, by apt-ftparchive: suite {@code stable}, component
 * {@code main}, by-hash, signed. Used by one thread.
 */
public final class AptRepository {
  private static final String INDEX = "dists/stable/main/binary-amd64/";
  private static final String POOL = "pool/main/";

  private final Path root;
  private final SigningKey key;

  /**
   * Works in a folder, which it makes.
   *
   * @param key that signs
   */
  public AptRepository(Path root, SigningKey key) throws IOException {
    this.root = Files.createDirectories(root);
    this.key = key;
    Files.createDirectories(root.resolve(POOL));
    Files.createDirectories(root.resolve(INDEX + "by-hash/SHA256"));
  }

  /** Whether this machine has what it takes. */
  public static boolean present() {
    return Programs.present("apt-ftparchive") && SigningKey.present();
  }

  /** Puts packages into the pool; they are in the index after {@link #publish}. */
  public AptRepository add(List<Path> debs) throws IOException {
    for (Path deb : debs) {
      Path target = root.resolve(POOL + deb.getFileName());
      if (Files.notExists(target)) {
        try {
          Files.createLink(target, deb);
        } catch (IOException | UnsupportedOperationException e) {
          Files.copy(deb, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    return this;
  }

  /** Writes index and root anew. */
  public AptRepository publish() throws IOException {
    publishIndex();
    publishRoot();
    return this;
  }

  /** Writes the index alone, as a server does that is torn for a while. */
  public void publishIndex() throws IOException {
    byte[] index = Programs.run(root, "apt-ftparchive", "packages", "pool");
    put("Packages", index);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      new ByteArrayInputStream(index).transferTo(out);
    }
    put("Packages.gz", packed.toByteArray());
  }

  private void put(String name, byte[] bytes) throws IOException {
    Files.write(root.resolve(INDEX + name), bytes);
    Files.write(root.resolve(INDEX + "by-hash/SHA256/" + sha256(bytes)), bytes);
  }

  /** Writes the root to the index that is there. */
  public void publishRoot() throws IOException {
    Path suite = root.resolve("dists/stable");
    for (String name : List.of("InRelease", "Release", "Release.gpg")) {
      Files.deleteIfExists(suite.resolve(name));
    }
    byte[] release =
        Programs.run(
            suite,
            "apt-ftparchive",
            "-o",
            "APT::FTPArchive::Release::Origin=Edos tests",
            "-o",
            "APT::FTPArchive::Release::Suite=stable",
            "-o",
            "APT::FTPArchive::Release::Codename=stable",
            "-o",
            "APT::FTPArchive::Release::Components=main",
            "-o",
            "APT::FTPArchive::Release::Architectures=amd64",
            "-o",
            "APT::FTPArchive::Release::Acquire-By-Hash=yes",
            "release",
            ".");
    Path plain = suite.resolve("Release");
    Files.write(plain, release);
    key.clearSign(plain, suite.resolve("InRelease"));
    key.detachSign(plain, suite.resolve("Release.gpg"));
  }

  /** The files of the pool. */
  public List<Path> packages() throws IOException {
    try (var files = Files.list(root.resolve(POOL))) {
      return files.sorted().toList();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
