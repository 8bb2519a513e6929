package org.edos.physical.content.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.Staged;

/**
 * A program that uses a store from several threads for ever and says what has returned: {@code
 * stored HASH}, {@code staged HASH SIZE}, {@code removing HASH} and {@code removed HASH}.
 * Arguments: the store's folder, a folder for files to link, and a seed.
 */
public final class StoreUser implements Runnable {
  private static final int MOST_BYTES = 200_000;

  private final ContentStore store;
  private final Path sources;
  private final Random random;
  private final List<Sha256> mine = new ArrayList<>();

  private StoreUser(ContentStore store, Path sources, long seed) {
    this.store = store;
    this.sources = sources;
    this.random = new Random(seed);
  }

  /** Runs until it is killed. */
  public static void main(String[] arguments) {
    ContentStore store = FileContentStore.open(Path.of(arguments[0]), 1L << 40);
    long seed = Long.parseLong(arguments[2]);
    for (int i = 0; i < 3; i++) {
      Thread.ofPlatform().start(new StoreUser(store, Path.of(arguments[1]), 3 * seed + i));
    }
  }

  @Override
  public void run() {
    while (true) {
      byte[] bytes = new byte[random.nextInt(MOST_BYTES)];
      random.nextBytes(bytes);
      try {
        step(Sha256.of(bytes), bytes);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void step(Sha256 id, byte[] bytes) throws IOException {
    switch (random.nextInt(7)) {
      case 0 -> store.link(id, Files.write(sources.resolve(id.hex()), bytes));
      case 1 -> {
        Files.write(store.stage(id, bytes.length), bytes);
        store.commit(id);
      }
      case 2 -> {
        store.stage(id, bytes.length);
        say("staged " + id + " " + bytes.length);
        return;
      }
      case 3 -> {
        try (Staged staged = store.stageAnew(id, bytes.length)) {
          Files.write(staged.path(), bytes);
          staged.commit();
        }
      }
      case 4 -> {
        Files.write(store.stageAnew(id, bytes.length).path(), bytes);
        return;
      }
      default -> store.add(id, bytes.length, new ByteArrayInputStream(bytes));
    }
    say("stored " + id);
    mine.add(id);
    if (random.nextInt(4) == 0) {
      Sha256 unwanted = mine.remove(random.nextInt(mine.size()));
      say("removing " + unwanted);
      store.remove(unwanted);
      say("removed " + unwanted);
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
