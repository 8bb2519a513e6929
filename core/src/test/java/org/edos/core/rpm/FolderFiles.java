package org.edos.core.rpm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.edos.core.metadata.TreeFiles;
import org.edos.core.unit.RepositoryPath;

/** A tree in a folder of this machine, for tests. */
record FolderFiles(Path folder) implements TreeFiles {
  @Override
  public List<TreeFile> list() throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      List<TreeFile> files = new ArrayList<>();
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.add(
            new TreeFile(new RepositoryPath(folder.relativize(file).toString()), Files.size(file)));
      }
      files.sort((a, b) -> a.path().compareTo(b.path()));
      return files;
    }
  }

  @Override
  public Optional<InputStream> open(RepositoryPath path) throws IOException {
    Path file = folder.resolve(path.value());
    return Files.isRegularFile(file) ? Optional.of(Files.newInputStream(file)) : Optional.empty();
  }
}
