package org.edos.physical.content.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.testkit.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a store whose process was killed while several threads of it were at work. */
class StoreKillTest {
  private static final int KILLS = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private final Set<Sha256> stored = new HashSet<>();
  private final Set<Sha256> removed = new HashSet<>();
  private final Map<Sha256, Long> staged = new HashMap<>();

  @Test
  void everything_that_was_acknowledged_is_there_and_intact_after_every_kill() throws IOException {
    long seed = Long.getLong("edos.seed", new Random().nextLong(1_000_000));
    Random random = new Random(seed);
    Path sources = Files.createDirectory(folder.resolve("sources"));
    for (int kill = 0; kill < KILLS; kill++) {
      String[] arguments = {root().toString(), sources.toString(), String.valueOf(seed + kill)};
      try (ChildJvm child = ChildJvm.of(StoreUser.class).start(arguments)) {
        child.awaitLines(random.nextInt(1, 80), PATIENCE);
        note(child.kill());
        assertThat(child.errors())
            .as("seed %d", seed)
            .noneMatch(line -> line.contains("Exception"));
      }
      check("-Dedos.seed=%d, kill %d".formatted(seed, kill));
    }
  }

  private Path root() {
    return folder.resolve("store");
  }

  private void note(List<String> lines) {
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      Sha256 id = new Sha256(words[1]);
      switch (words[0]) {
        case "stored" -> stored.add(id);
        case "staged" -> staged.put(id, Long.valueOf(words[2]));
        case "removing" -> stored.remove(id);
        case "removed" -> removed.add(id);
        default -> throw new IllegalStateException(line);
      }
    }
  }

  private void check(String moment) throws IOException {
    try (ContentStore store = FileContentStore.open(root(), 1L << 40)) {
      assertThat(root().resolve("incoming")).as(moment).isEmptyDirectory();
      for (Sha256 id : stored) {
        assertThat(store.find(id)).as("%s: %s", moment, id).isPresent();
      }
      for (Sha256 id : removed) {
        assertThat(store.find(id)).as("%s: %s", moment, id).isEmpty();
      }
      staged.forEach((id, size) -> assertThat(store.stage(id, size)).as(moment).isRegularFile());
      long bytes = 0;
      for (Sha256 id : ids(store)) {
        Content content =
            store
                .find(id)
                .orElseThrow(() -> new AssertionError(moment + ": " + id + " is not intact"));
        try (InputStream open = content.open(0)) {
          assertThat(Sha256.of(open.readAllBytes())).as(moment).isEqualTo(id);
        }
        bytes += content.size();
      }
      assertThat(store.usedBytes()).as(moment).isEqualTo(bytes + stagedBytes());
    }
  }

  private static List<Sha256> ids(ContentStore store) {
    try (Stream<Sha256> ids = store.list()) {
      return ids.toList();
    }
  }

  /** Also of what was staged when the process died before it said so. */
  private long stagedBytes() throws IOException {
    try (Stream<Path> files = Files.list(root().resolve("staging"))) {
      return files
          .map(file -> file.getFileName().toString())
          .mapToLong(StoreKillTest::declaredSize)
          .sum();
    }
  }

  private static long declaredSize(String name) {
    return Long.parseLong(name.substring(name.indexOf('.') + 1));
  }
}
