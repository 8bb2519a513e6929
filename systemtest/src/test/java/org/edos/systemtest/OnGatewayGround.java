package org.edos.systemtest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests of one class on one {@link GatewayGround}, which each finds as if it were the first. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnGatewayGround {
  final long seed = System.nanoTime();
  GatewayGround ground;

  @BeforeAll
  void anOrdinaryServer(@TempDir Path folder) throws Exception {
    assumeTrue(GatewayGround.present(), "apt, apt-ftparchive or gpg are not installed here");
    System.out.println(getClass().getSimpleName() + ": seed " + seed);
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
}
