package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.systemtest.Neighbourhood.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.edos.core.EdosException;
import org.edos.core.release.PublishedRelease;
import org.edos.core.unit.Sha256;
import org.edos.testkit.FolderServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository of another server is published and used, however the publisher dies meanwhile. */
class OriginIT {
  private static final int PACKAGES = 8000;
  private static final String SUITE = "dists/stable/";

  @TempDir Path folder;
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private Path remote;
  private FolderServer server;
  private Neighbourhood neighbourhood;
  private EdosDaemon publisher;

  @BeforeEach
  void aRepositoryElsewhere() throws IOException {
    System.out.println("OriginIT: seed " + seed);
    remote = Files.createDirectories(folder.resolve("remote"));
    server = new FolderServer(remote);
    StringBuilder packages = new StringBuilder();
    for (int i = 0; i < PACKAGES; i++) {
      byte[] bytes = bytes(i);
      packages.append(
          """
          Package: far-%d
          Version: 1.%d
          Architecture: amd64
          Maintainer: Somebody <somebody@example.org>
          Depends: far-%d
          Description: package %d of many
          Filename: pool/far-%d.deb
          Size: %d
          SHA256: %s

          """
              .formatted(i, i, i / 2, i, i, bytes.length, Sha256.of(bytes)));
    }
    byte[] index = packages.toString().getBytes(StandardCharsets.UTF_8);
    write(SUITE + "main/binary-amd64/Packages", index);
    String release =
        "Origin: Debian\nCodename: stable\nSHA256:\n %s %d main/binary-amd64/Packages\n"
            .formatted(Sha256.of(index), index.length);
    write(SUITE + "Release", release.getBytes(StandardCharsets.UTF_8));
    neighbourhood = new Neighbourhood(folder);
    publisher = neighbourhood.publisher();
  }

  @AfterEach
  void end() {
    neighbourhood.close();
    server.close();
  }

  @Test
  void whatAKilledPublisherHadBegunIsPublishedWholeByTheNext() throws Exception {
    killWhilePublishing();
    publisher.restart();
    boolean visible = publisher.releases().contains("far@1");
    assertThat(publisher.answers("name:far-7777")).hasSize(visible ? 1 : 0);
    server.forget();
    PublishedRelease release = publish();
    assertThat(release.packages()).isEqualTo(PACKAGES);
    assertThat(server.asked()).noneMatch(path -> path.endsWith("Packages"));
    assertThat(publisher.answers("name:far-7777")).hasSize(1);
    EdosDaemon mirror = neighbourhood.mirror(publisher);
    await("the mirror sees it").until(() -> mirror.releases().contains(release.id().toString()));
    write("pool/far-5.deb", bytes(5));
    assertThat(mirror.http().bytes("/repo/far/pool/far-5.deb")).isEqualTo(bytes(5));
    assertThat(server.asked()).filteredOn(path -> path.startsWith("pool/")).hasSize(1);
  }

  /** At a moment after the indexes have come, when packages are being described and indexed. */
  private void killWhilePublishing() throws Exception {
    try (ExecutorService other = Executors.newSingleThreadExecutor();
        ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor()) {
      Future<?> publishing =
          other.submit(() -> {
            try {
              publish();
            } catch (EdosException expected) {
              assertThat(expected.category()).isEqualTo(EdosException.Category.EXTERNAL);
            }
          });
      Path indexes = publisher.home().resolve("publishing/indexes");
      await("the indexes have come")
          .until(() -> {
            try (var files = Files.walk(indexes)) {
              return files.anyMatch(file -> file.endsWith("Packages"));
            } catch (IOException | java.io.UncheckedIOException e) {
              return false;
            }
          });
      long moment = random.nextLong(1_500);
      System.out.printf("OriginIT: publisher killed %d ms after its indexes came%n", moment);
      killer.schedule(publisher::kill9, moment, TimeUnit.MILLISECONDS).get(60, TimeUnit.SECONDS);
      publishing.get(60, TimeUnit.SECONDS);
    }
  }

  private PublishedRelease publish() {
    return publisher.http().stream(
        "/api/v1/publish",
        Map.of(
            "url",
            server.address().toString(),
            "name",
            "far",
            "suites",
            List.of("stable"),
            "architectures",
            List.of("amd64")),
        event -> {},
        PublishedRelease.class);
  }

  private static byte[] bytes(int number) {
    return ("the package " + number).getBytes(StandardCharsets.UTF_8);
  }

  private void write(String path, byte[] bytes) throws IOException {
    Path file = remote.resolve(path);
    Files.createDirectories(file.resolve("..").normalize());
    Files.write(file, bytes);
  }
}
