package org.edos.physical.content.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;

/**
 * A program that fills a small disk with contents and says how it went. Argument: an empty folder
 * on the disk.
 */
public final class FullDiskUser {
  private FullDiskUser() {}

  /** Prints one line for each thing that it tried. */
  public static void main(String[] arguments) throws IOException {
    Path disk = Path.of(arguments[0]);
    Path root = disk.resolve("store");
    Random random = new Random(1);
    int added = 0;
    Sha256 last = Sha256.of(new byte[0]);
    try (ContentStore store = FileContentStore.open(root, 1L << 40)) {
      try {
        for (; added < 100; added++) {
          last = add(store, random);
        }
      } catch (EdosException e) {
        System.out.println(e.category() + " " + e.getMessage());
      }
      System.out.println("counted rightly: " + (store.usedBytes() == added * 700_000L));
      try (Stream<Path> half = Files.list(root.resolve("incoming"))) {
        System.out.println("half written: " + half.count());
      }
    }
    fill(disk.resolve("filler"));
    try (ContentStore store = FileContentStore.open(root, 1L << 40)) {
      System.out.println("after a restart on the full disk: " + store.contains(last));
      Files.delete(disk.resolve("filler"));
      store.remove(last);
      System.out.println("with room again: " + store.contains(add(store, random)));
    }
  }

  private static Sha256 add(ContentStore store, Random random) {
    byte[] bytes = new byte[700_000];
    random.nextBytes(bytes);
    return store.add(Sha256.of(bytes), bytes.length, new ByteArrayInputStream(bytes)).id();
  }

  private static void fill(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException e) {
      System.out.println("disk: " + e.getMessage());
    }
  }
}
