package org.edos.bench.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.edos.physical.grid.GridConfig;
import org.edos.physical.grid.GridRole;
import org.edos.physical.grid.GridTls;

/** Which subject a process is to be: the words by which its process is told. */
enum SubjectKind {
  /**
   * A node of Edos: its name and address, the key store and its password, the authority's
   * certificate and, for a mirror's node, the publisher's address.
   */
  EDOS,
  /** BaseX: its jar. */
  BASEX,
  /** Lucene: nothing more. */
  LUCENE;

  /** Opens the subject of these words: the kind, a directory, and what the kind needs. */
  static Subject open(List<String> words) throws IOException {
    Path directory = Files.createDirectories(Path.of(words.get(1)));
    return switch (valueOf(words.get(0))) {
      case EDOS -> new EdosSubject(node(directory, words.subList(2, words.size())));
      case BASEX -> new BaseXSubject(Path.of(words.get(2)), directory);
      case LUCENE -> new LuceneSubject(directory);
    };
  }

  private static GridConfig node(Path directory, List<String> needs) {
    return new GridConfig(
        directory,
        needs.get(0),
        needs.get(1),
        0,
        0,
        GridConfig.DEFAULT_REGION,
        1,
        needs.size() > 5 ? GridRole.MIRROR : GridRole.PUBLISHER,
        needs.subList(5, needs.size()),
        Optional.of(new GridTls(Path.of(needs.get(2)), needs.get(3), Path.of(needs.get(4)))));
  }
}
