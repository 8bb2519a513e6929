package org.edos.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.edos.actor.Got;
import org.edos.core.unit.UnitId;
import org.edos.examples.actor.PublisherAndClient;
import org.edos.examples.physical.StoreIndexTorrent;
import org.edos.examples.role.PublishAndQuery;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example runs, on real packages, and comes to what its comment promises. */
class ExamplesTest {
  @TempDir Path folder;

  private Path packages() throws IOException {
    Path packages = Files.createDirectories(folder.resolve("packages"));
    for (Path deb : TestData.debs().subList(0, 3)) {
      Files.copy(deb, packages.resolve(deb.getFileName()));
    }
    return packages;
  }

  @Test
  void physicalStoresIndexesAndSharesAPackage() throws Exception {
    Path deb = TestData.debs().getFirst();
    StoreIndexTorrent.Result result = StoreIndexTorrent.run(deb, folder.resolve("work"));
    assertThat(result.found()).hasSize(1);
    assertThat(result.received()).hasSameBinaryContentAs(deb);
  }

  @Test
  void rolesPublishAndAnswerOverTheSameMechanisms() throws IOException {
    PublishAndQuery.Result result =
        PublishAndQuery.run(packages(), folder.resolve("work"), "name:*");
    assertThat(result.release().id()).hasToString("example@1");
    assertThat(result.found()).hasSize(3);
    assertThat(result.holders()).containsExactly(URI.create("http://127.0.0.1:9977"));
    assertThat(result.news()).containsExactly("example@1");
  }

  @Test
  void actorsPublishAndGetAWholeRelease() throws IOException {
    Got got = PublisherAndClient.run(packages(), folder.resolve("work"));
    assertThat(got.problems()).isEmpty();
    assertThat(got.files()).extracting(Got.GotFile::unit).isNotEmpty().allSatisfy(UnitId::parse);
    assertThat(got.receivedBytes()).isPositive();
  }
}
