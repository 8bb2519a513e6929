package org.edos.role.relay;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests on a {@link Scene} with a store of 100 MB. */
abstract class OnScene {
  @TempDir Path folder;
  Scene scene;

  @BeforeEach
  void opens() {
    scene = new Scene(folder, 100 << 20);
  }

  @AfterEach
  void closes() throws IOException {
    scene.close();
  }
}
