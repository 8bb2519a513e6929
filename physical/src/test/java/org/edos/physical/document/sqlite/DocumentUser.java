package org.edos.physical.document.sqlite;

import java.nio.file.Path;
import java.util.Random;
import org.edos.physical.document.DocumentStore;

/**
 * A program that puts documents for ever and prints the key of each that was put. Argument: the
 * file.
 */
public final class DocumentUser {
  private DocumentUser() {}

  /** Runs until it is killed. */
  public static void main(String[] arguments) {
    DocumentStore store = new SqliteDocumentStore(Path.of(arguments[0]));
    for (int i = store.keys("").size(); true; i++) {
      String key = "key/" + i;
      store.put(key, document(key));
      System.out.println(key);
    }
  }

  /** The document that belongs to a key. */
  static byte[] document(String key) {
    Random random = new Random(key.hashCode());
    byte[] bytes = new byte[random.nextInt(100_000)];
    random.nextBytes(bytes);
    return bytes;
  }
}
