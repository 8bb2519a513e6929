package org.edos.physical.content.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.metadata.TreeFiles.TreeFile;
import org.edos.core.unit.RepositoryPath;
import org.edos.physical.content.SourceTrees;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTreeTest {
  @TempDir private Path folder;

  private Path root() {
    return folder.resolve("tree");
  }

  @BeforeEach
  void plant() throws IOException {
    write("tree/pool/b.deb", "bb");
    write("tree/pool/a.deb", "a");
    write("tree/pool-old/c.deb", "ccc");
    write("tree/dists/bookworm/Release", "signed");
    write("secret", "secret");
  }

  private void write(String place, String text) throws IOException {
    Path file = folder.resolve(place);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Path symlink(String place, String target) throws IOException {
    return Files.createSymbolicLink(root().resolve(place), Path.of(target));
  }

  @Test
  void lists_every_file_with_its_size_in_path_order() throws IOException {
    assertThat(DirectoryTree.open(root()).list())
        .containsExactly(
            file("dists/bookworm/Release", 6),
            file("pool-old/c.deb", 3),
            file("pool/a.deb", 1),
            file("pool/b.deb", 2));
  }

  @Test
  void follows_links_that_stay_inside() throws IOException {
    symlink("dists/stable", "bookworm");
    symlink("pool/latest.deb", "../pool/b.deb");
    DirectoryTree tree = DirectoryTree.open(root());
    assertThat(tree.list())
        .contains(
            file("dists/stable/Release", 6),
            file("pool/latest.deb", 2),
            file("dists/bookworm/Release", 6));
    assertThat(read(tree, "dists/stable/Release")).isEqualTo("signed");
    assertThat(tree.file(new RepositoryPath("pool/latest.deb")))
        .contains(root().toRealPath().resolve("pool/b.deb"));
  }

  @Test
  void does_not_follow_links_that_leave() throws IOException {
    symlink("pool/secret", "../../secret");
    symlink("pool/absolute", folder.resolve("secret").toString());
    symlink("outside", "..");
    symlink("pool/dangling", "nowhere");
    symlink("pool/self", "self");
    DirectoryTree tree = DirectoryTree.open(root());
    assertThat(tree.list()).hasSize(4);
    for (String place :
        new String[] {
          "pool/secret", "pool/absolute", "outside/secret", "pool/dangling", "pool/self"
        }) {
      assertThat(tree.file(new RepositoryPath(place))).as(place).isEmpty();
      assertThat(tree.open(new RepositoryPath(place))).as(place).isEmpty();
    }
  }

  @Test
  void a_folder_inside_itself_is_listed_once() throws IOException {
    symlink("pool/again", "../pool");
    symlink("pool/up", "..");
    assertThat(
            DirectoryTree.open(root()).list().stream()
                .filter(f -> f.path().value().startsWith("pool/again")))
        .isEmpty();
  }

  @Test
  void what_is_no_regular_file_is_as_if_it_were_not_there() throws IOException {
    DirectoryTree tree = DirectoryTree.open(root());
    assertThat(tree.file(new RepositoryPath("pool"))).isEmpty();
    assertThat(tree.open(new RepositoryPath("pool/none.deb"))).isEmpty();
    assertThat(tree.open(new RepositoryPath("pool/a.deb/below"))).isEmpty();
  }

  @Test
  void a_name_that_no_repository_would_hold_is_refused() throws IOException {
    write("tree/pool/new\nline.deb", "x");
    DirectoryTree tree = DirectoryTree.open(root());
    assertThatThrownBy(tree::list)
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("unsafe path");
  }

  @Test
  void more_entries_than_the_bound_are_refused_even_without_a_file_among_them() throws IOException {
    assertThat(DirectoryTree.open(root(), 8).list()).hasSize(4);
    DirectoryTree tree = DirectoryTree.open(root(), 7);
    assertThatThrownBy(tree::list)
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.EXHAUSTED));
  }

  @Test
  void a_missing_folder_and_a_file_are_told_apart() {
    SourceTrees trees = DirectoryTree::open;
    assertThatThrownBy(() -> trees.open(folder.resolve("none")))
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.NOT_FOUND));
    assertThatThrownBy(() -> trees.open(folder.resolve("secret")))
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE));
  }

  private static TreeFile file(String path, long size) {
    return new TreeFile(new RepositoryPath(path), size);
  }

  private static String read(DirectoryTree tree, String path) throws IOException {
    try (InputStream bytes = tree.open(new RepositoryPath(path)).orElseThrow()) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
