package org.edos.physical.content.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.edos.core.EdosException;

/** Says what is wrong with the disk under a store, and what to do about it. */
final class StoreFailure {
  private static final long FULL_BELOW = 64 * 1024;

  private StoreFailure() {}

  /** The failure of a write or a look-up in this store. */
  static EdosException of(Path root, String doing, IOException failure) {
    String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    if (isFull(root, reason)) {
      return new EdosException(
          EdosException.Category.EXHAUSTED,
          "the disk of the store "
              + root
              + " is full ("
              + reason
              + "): free some space there, or move the store to a larger disk and lower store-quota"
              + " to what it holds",
          failure);
    }
    return EdosException.external(
        "cannot "
            + doing
            + " in the store "
            + root
            + ": "
            + reason
            + "; check the disk and the folder's rights",
        failure);
  }

  /**
   * By the error's text and, since that comes in the system's language, by the space that is left.
   */
  private static boolean isFull(Path root, String reason) {
    if (reason.contains("No space left") || reason.contains("quota exceeded")) {
      return true;
    }
    try {
      return Files.getFileStore(root).getUsableSpace() < FULL_BELOW;
    } catch (IOException e) {
      return false;
    }
  }
}
