package org.edos.bench;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * How and where a measurement is made.
 *
 * @param quick whether it is a smaller one, of under a minute
 * @param checkout the checkout of Edos that is measured
 * @param scratch an empty directory, deleted afterwards
 * @param progress takes lines that tell a waiting person what is being done
 */
public record Occasion(boolean quick, Path checkout, Path scratch, Consumer<String> progress) {
  /** Tells what is being done. */
  public void tell(String line) {
    progress.accept(line);
  }

  /** The first in a quick run, else the second. */
  public int quickOr(int inQuick, int otherwise) {
    return quick ? inQuick : otherwise;
  }
}
