package org.edos.role.follow;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.ListedFile;
import org.edos.core.unit.PackageFormat;
import org.edos.physical.snapshot.SnapshotCatalogue;
import org.edos.physical.snapshot.memory.MemorySnapshots;
import org.edos.physical.trust.OpenPgp;
import org.edos.physical.trust.openpgp.OpenPgpSigner;
import org.edos.testkit.FolderServer;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A repository, its server, and who follows it. */
abstract class FollowScene {
  static final String IN_RELEASE = MadeArchive.SUITE + "InRelease";
  static final String INDEX = MadeArchive.SUITE + MadeArchive.INDEX;
  static final String CURL = "pool/main/c/curl_7.88.1-10+deb12u5_amd64.deb";

  @TempDir Path folder;
  final MovingClock clock = new MovingClock();
  final Instant day = clock.instant().minusSeconds(10 * 86_400);
  FolderServer server;
  SnapshotCatalogue catalogue;
  MadeArchive archive;
  Follower follower;

  @BeforeEach
  void begin() throws IOException {
    Path served = Files.createDirectory(folder.resolve("served"));
    server = new FolderServer(served);
    archive = new MadeArchive(served).with(CURL, "the first curl");
    catalogue = new MemorySnapshots();
    follower = new Follower(server, clock, Follower.Choice.of(catalogue));
  }

  @AfterEach
  void end() {
    follower.close();
    catalogue.close();
    server.close();
  }

  Instant day(int number) {
    return day.plusSeconds(number * 86_400L);
  }

  String served(String path) throws IOException {
    return Files.readString(folder.resolve("served").resolve(path));
  }

  OpenPgp.Signer signer() {
    return OpenPgpSigner.loadOrCreate(folder.resolve("key"), "made");
  }

  /** What apt does: the root, the index, and then packages. */
  void update() {
    follower.root(IN_RELEASE);
    follower.get(INDEX);
    await().until(() -> catalogue.entered(key(MadeArchive.SUITE), "main/binary-amd64/Packages"));
  }

  /** An index in a folder, which nobody has. */
  Indexes.IndexFile indexFile(String inFolder) {
    ListedFile packages =
        new ListedFile(
            "Packages",
            new KnownFile(MadeArchive.hash("x"), 1),
            "Packages",
            Optional.empty(),
            false,
            Optional.of("Packages"));
    return new Indexes.IndexFile(inFolder, PackageFormat.DEB, packages, day);
  }

  String key(String path) {
    return server.address().getAuthority() + "/" + path;
  }
}
