package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Random;
import org.edos.systemtest.GatewayGround.Style;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real apt and a real dnf get what an ordinary server has, through a daemon. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayIT {
  @TempDir static Path folder;
  private final long seed = System.nanoTime();
  private GatewayGround ground;

  @BeforeAll
  void anOrdinaryServer() throws Exception {
    assumeTrue(GatewayGround.present(), "apt, apt-ftparchive or gpg are not installed here");
    System.out.println("GatewayIT: seed " + seed);
    ground = new GatewayGround(folder, new Random(seed));
  }

  @AfterEach
  void clear() {
    ground.clear();
  }

  @AfterAll
  void end() {
    if (ground != null) {
      ground.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aptGetsWhatTheOriginHas(Style style) throws Exception {
    EdosDaemon daemon = ground.daemon();
    ground.aptGetsEverything(daemon, style);
    assertThat(ground.packagesAsked())
        .as("each asked for once")
        .doesNotHaveDuplicates()
        .hasSize(GatewayGround.DEBS.size());
    GatewayGround.nothingCorruptIn(daemon);
  }

  @ParameterizedTest
  @EnumSource
  void dnfGetsWhatTheOriginHas(Style style) throws Exception {
    assumeTrue(GatewayGround.withRpms(), "dnf, rpm or createrepo_c are not installed here");
    EdosDaemon daemon = ground.daemon();
    ground.dnfGetsEverything(daemon, style);
    assertThat(ground.packagesAsked()).hasSize(GatewayGround.RPMS.size());
    GatewayGround.nothingCorruptIn(daemon);
  }
}
