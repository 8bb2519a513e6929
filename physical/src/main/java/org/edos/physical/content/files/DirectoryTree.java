package org.edos.physical.content.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.unit.RepositoryPath;
import org.edos.physical.content.SourceTree;

/**
 * A folder on disk as a repository tree. Symbolic links are followed where they stay inside the
 * folder, as archives use them, and are otherwise as if they were not there; so are devices, pipes
 * and sockets. Safe for use by many threads.
 */
public final class DirectoryTree implements SourceTree {
  private static final int MOST_ENTRIES = 2_000_000;

  private final Path root;
  private final int mostEntries;

  private DirectoryTree(Path root, int mostEntries) {
    this.root = root;
    this.mostEntries = mostEntries;
  }

  /**
   * Opens a folder.
   *
   * @throws EdosException not found if there is no such folder; usage if it is something else;
   *     external if it cannot be looked at
   */
  public static DirectoryTree open(Path folder) {
    return open(folder, MOST_ENTRIES);
  }

  /** With a bound on the files and folders that a listing meets. */
  static DirectoryTree open(Path folder, int mostEntries) {
    try {
      Path real = folder.toRealPath();
      if (!Files.isDirectory(real)) {
        throw EdosException.usage(
            folder + " is not a folder: name the top folder of a repository tree");
      }
      return new DirectoryTree(real, mostEntries);
    } catch (NoSuchFileException e) {
      throw EdosException.notFound(
          "there is no folder " + folder + ": name the top folder of a repository tree");
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws EdosException exhausted if there are more than 2 million files and folders; refused if
   *     one has a name that no repository would hold
   */
  @Override
  public List<TreeFile> list() throws IOException {
    Walk walk = new Walk();
    walk.folder(root, "");
    walk.files.sort(Comparator.comparing(TreeFile::path));
    return List.copyOf(walk.files);
  }

  @Override
  public Optional<InputStream> open(RepositoryPath path) throws IOException {
    Optional<Path> file = file(path);
    return file.isPresent() ? Optional.of(Files.newInputStream(file.get())) : Optional.empty();
  }

  @Override
  public Optional<Path> file(RepositoryPath path) {
    return inside(root.resolve(path.value())).filter(Files::isRegularFile);
  }

  /** Where a name leads, or empty if that is nowhere or outside. */
  private Optional<Path> inside(Path name) {
    try {
      Path real = name.toRealPath();
      return real.startsWith(root) ? Optional.of(real) : Optional.empty();
    } catch (AccessDeniedException e) {
      throw unreadable(name, e);
    } catch (FileSystemException e) {
      return Optional.empty(); // missing, a loop of links, or a file where a folder should be
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static EdosException unreadable(Path file, IOException failure) {
    return EdosException.external(
        "cannot read " + file + ": " + failure.getMessage() + "; check its rights", failure);
  }

  /** One listing. */
  private final class Walk {
    final List<TreeFile> files = new ArrayList<>();
    private final Deque<Path> above = new ArrayDeque<>();
    private int entries;

    /** Lists a folder of this real place under this prefix; a folder inside itself is left out. */
    void folder(Path real, String prefix) throws IOException {
      if (above.contains(real)) {
        return;
      }
      above.push(real);
      try (DirectoryStream<Path> names = Files.newDirectoryStream(real)) {
        for (Path name : names) {
          entry(name, prefix + name.getFileName());
        }
      }
      above.pop();
    }

    private void entry(Path name, String place) throws IOException {
      if (++entries > mostEntries) {
        throw EdosException.exhausted(
            "%s has more than %,d files and folders: publish a part of it"
                .formatted(root, mostEntries));
      }
      Optional<Path> real = Files.isSymbolicLink(name) ? inside(name) : Optional.of(name);
      if (real.isEmpty()) {
        return;
      }
      BasicFileAttributes found = Files.readAttributes(real.get(), BasicFileAttributes.class);
      if (found.isDirectory()) {
        folder(real.get(), new RepositoryPath(place) + "/");
      } else if (found.isRegularFile()) {
        files.add(new TreeFile(new RepositoryPath(place), found.size()));
      }
    }
  }
}
