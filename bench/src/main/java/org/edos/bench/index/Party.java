package org.edos.bench.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.edos.bench.index.SubjectMain.Reply;

/**
 * A subject as a whole: a rival's process, or the nodes of an indexing network. Loaded at the first
 * and asked at the last of them.
 *
 * @param name among the results
 * @param members its processes
 */
record Party(String name, List<SubjectProcess> members) {
  /** Copies the list. */
  Party {
    members = List.copyOf(members);
  }

  /** A party of one process. */
  static Party of(SubjectProcess process) {
    return new Party(process.name(), List.of(process));
  }

  /**
   * Loads, in place of what was loaded before.
   *
   * @param documents {@code listed}, from the Packages file, or {@code ready}
   * @return seconds, until all is on the disks of all members
   */
  double load(String documents) throws IOException {
    long start = System.nanoTime();
    members.getFirst().ask("load " + documents);
    members.parallelStream()
        .forEach(member -> {
          try {
            member.force();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return (System.nanoTime() - start) / 1e9;
  }

  /** Removes what was loaded. */
  void clear() throws IOException {
    members.getFirst().ask("clear");
  }

  /** Has the member that is asked do a command. */
  Reply ask(String command) throws IOException {
    return members.getLast().ask(command);
  }
}
