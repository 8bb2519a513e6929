package org.edos.core.deb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.edos.core.metadata.TreeFiles;
import org.edos.core.unit.RepositoryPath;

/** A tree in a folder, as the tests write it. */
record FolderFiles(Path root) implements TreeFiles {
  @Override
  public List<TreeFile> list() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(this::file)
          .sorted((a, b) -> a.path().compareTo(b.path()))
          .toList();
    }
  }

  private TreeFile file(Path file) {
    return new TreeFile(
        new RepositoryPath(root.relativize(file).toString()), file.toFile().length());
  }

  @Override
  public Optional<InputStream> open(RepositoryPath path) throws IOException {
    Path file = root.resolve(path.value());
    return Files.isRegularFile(file) ? Optional.of(Files.newInputStream(file)) : Optional.empty();
  }
}
