package org.edos.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An RPM repository by createrepo_c, its packages and its root signed. Used by one thread. */
public final class RpmRepository {
  private final Path root;
  private final SigningKey key;

  /**
   * Works in a folder, which it makes.
   *
   * @param key that signs
   */
  public RpmRepository(Path root, SigningKey key) throws IOException {
    this.root = Files.createDirectories(root);
    this.key = key;
  }

  /** Whether this machine has what it takes. */
  public static boolean present() {
    return Programs.present("createrepo_c", "rpmsign") && SigningKey.present();
  }

  /** Copies packages here, signs them, and writes and signs the metadata. */
  public RpmRepository publish(List<Path> rpms) throws IOException {
    return publish(rpms, List.of());
  }

  /** {@link #publish(List)} with further files among the metadata, as they are. */
  public RpmRepository publish(List<Path> rpms, List<Path> metadata) throws IOException {
    for (Path rpm : rpms) {
      Files.copy(rpm, root.resolve(rpm.getFileName().toString()));
    }
    key.signRpms(packages());
    Programs.run(root, "createrepo_c", "--quiet", ".");
    for (Path file : metadata) {
      Programs.run(root, "modifyrepo_c", "--no-compress", file.toString(), "repodata");
    }
    Path repomd = root.resolve("repodata/repomd.xml");
    key.detachSign(repomd, repomd.resolveSibling("repomd.xml.asc"));
    Files.write(root.resolve("key.asc"), key.publicKey());
    return this;
  }

  /** The packages as they are served. */
  public List<Path> packages() throws IOException {
    try (var files = Files.list(root)) {
      return files.filter(file -> file.toString().endsWith(".rpm")).sorted().toList();
    }
  }
}
