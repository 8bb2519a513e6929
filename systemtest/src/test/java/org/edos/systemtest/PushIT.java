package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.systemtest.Neighbourhood.await;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.edos.core.release.PublishedRelease;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A publisher has chosen peers fetch a release, where they let it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PushIT {
  private static final int PACKAGES = 6;
  private static final int SIZE = 200_000;

  @TempDir static Path folder;
  private final Random random = new Random(2009);
  private Neighbourhood neighbourhood;
  private EdosDaemon publisher;
  private EdosDaemon willing;
  private EdosDaemon unwilling;

  @BeforeAll
  void aReleaseOfWhichTwoClientsHaveNothing() throws Exception {
    neighbourhood = new Neighbourhood(folder);
    publisher = neighbourhood.publisher();
    willing = neighbourhood.client("willing", publisher, "--set", "accept-push=true");
    unwilling = neighbourhood.client("unwilling", publisher);
    Path tree = folder.resolve("tree");
    MadePackages.write(tree, "pushed", PACKAGES, SIZE, random);
    publisher.http().stream(
        "/api/v1/publish",
        Map.of("tree", tree.toString(), "name", "pushed"),
        event -> {},
        PublishedRelease.class);
  }

  @AfterAll
  void end() {
    neighbourhood.close();
  }

  @Test
  void whoLetsItReceivesTheUnitsThatWereNamed() {
    String unit = publisher.answers("name:pushed-*").getFirst();
    // By its first look at a release a peer knows whose offers to take.
    long before = missing(willing);

    publisher.edos("push", "pushed", unit, "--to", willing.address().toString()).well();

    await("the unit arrives")
        .untilAsserted(() -> assertThat(missing(willing)).isPositive().isLessThan(before));
  }

  @Test
  void whoDoesNotLetItIsNamedAndReceivesNothing() {
    long before = missing(unwilling);

    Ended pushed = publisher.edos("push", "pushed", "--to", unwilling.address().toString());

    assertThat(pushed.exitCode()).isNotZero();
    assertThat(pushed.output()).contains(unwilling.address().toString());
    assertThat(missing(unwilling)).isEqualTo(before).isPositive();
  }

  private static long missing(EdosDaemon client) {
    return client.asks("wish", "pushed").path("missingContents").asLong(-1);
  }
}
