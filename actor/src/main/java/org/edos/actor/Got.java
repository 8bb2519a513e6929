package org.edos.actor;

import java.util.List;
import org.edos.core.unit.Sha256;

/**
 * What came of fetching units.
 *
 * @param files those that are here now
 * @param receivedBytes that came over the network for them
 * @param problems one line per file that could not be had
 */
public record Got(List<GotFile> files, long receivedBytes, List<String> problems) {
  /**
   * A file that is here.
   *
   * @param unit its identity in written form
   * @param fileName a plain file name for it
   * @param sha256 of its bytes
   * @param size in bytes
   */
  public record GotFile(String unit, String fileName, Sha256 sha256, long size) {}

  /** Copies the lists. */
  public Got {
    files = List.copyOf(files);
    problems = List.copyOf(problems);
  }
}
