package org.edos.bench.flashcrowd;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.edos.bench.OtherProgram;
import org.edos.core.EdosException;
import org.edos.core.deb.ControlParagraph;
import org.edos.core.deb.ControlParagraphs;
import org.edos.core.deb.DebRelations;
import org.edos.core.deb.DebVersion;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Kind;

/**
 * Two releases of the distribution whose lists apt has here: the one that was installed, its
 * largest list, and the one that replaces it, the same with the newer versions of the other lists
 * (security fixes and updates).
 */
final class TwoReleases {
  private static final Path APT_HELPER = Path.of("/usr/lib/apt/apt-helper");
  private static final Set<Kind> INSTALLED_ALONG =
      Set.of(Kind.REQUIRES, Kind.PRE_REQUIRES, Kind.RECOMMENDS);
  private static final Set<String> ON_EVERY_MACHINE = Set.of("required", "important", "standard");

  /** A version of a package. */
  record Listed(String name, String version, String priority, long size, List<Relation> relations) {
    static Listed of(ControlParagraph paragraph) {
      return new Listed(
          paragraph.text("package"),
          paragraph.text("version"),
          paragraph.text("priority"),
          Long.parseLong(paragraph.text("size")),
          DebRelations.of(paragraph));
    }
  }

  private final Map<String, Listed> installed;
  private final Map<String, Listed> updated;
  private final Map<String, String> provided = new HashMap<>();

  private TwoReleases(Map<String, Listed> installed, Map<String, Listed> updated) {
    this.installed = installed;
    this.updated = updated;
    for (Listed each : installed.values()) {
      each.relations().stream()
          .filter(relation -> relation.kind() == Kind.PROVIDES)
          .forEach(relation ->
              provided.putIfAbsent(relation.alternatives().getFirst().name(), each.name()));
    }
  }

  /**
   * Reads apt's lists.
   *
   * @throws EdosException (not found) if apt has none, or one alone
   */
  static TwoReleases read(Path scratch) throws IOException, InterruptedException {
    Path names = scratch.resolve("indextargets");
    Optional<Path> apt = OtherProgram.find("apt-get");
    List<String> list =
        List.of("apt-get", "indextargets", "--format", "$(FILENAME)", "Created-By: Packages");
    List<Path> files = new ArrayList<>();
    if (apt.isPresent() && OtherProgram.print(list, names)) {
      Files.readAllLines(names).stream()
          .map(Path::of)
          .filter(Files::isReadable)
          .forEach(files::add);
    }
    if (files.size() < 2) {
      throw EdosException.notFound(
          "apt has no lists of two releases here, main and its updates, say; run: apt-get update");
    }
    files.sort(Comparator.comparingLong((Path file) -> file.toFile().length()).reversed());
    Map<String, Listed> installed = newest(paragraphs(files.getFirst(), scratch));
    Map<String, Listed> updated = new TreeMap<>();
    for (Path file : files.subList(1, files.size())) {
      for (Listed each : newest(paragraphs(file, scratch)).values()) {
        Listed before = updated.getOrDefault(each.name(), installed.get(each.name()));
        if (before != null && DebVersion.compare(before.version(), each.version()) < 0) {
          updated.put(each.name(), each);
        }
      }
    }
    return new TwoReleases(installed, updated);
  }

  private static List<Listed> paragraphs(Path packed, Path scratch)
      throws IOException, InterruptedException {
    Path unpacked = scratch.resolve("list");
    List<String> unpack = List.of(APT_HELPER.toString(), "cat-file", packed.toString());
    if (!OtherProgram.print(unpack, unpacked)) {
      throw EdosException.external("apt-helper cannot unpack " + packed);
    }
    List<Listed> listed = new ArrayList<>();
    try (InputStream in = Files.newInputStream(unpacked)) {
      ControlParagraphs paragraphs = new ControlParagraphs(in, "list");
      for (var next = paragraphs.next(); next.isPresent(); next = paragraphs.next()) {
        listed.add(Listed.of(next.get()));
      }
    }
    Files.delete(unpacked);
    return listed;
  }

  private static Map<String, Listed> newest(Collection<Listed> all) {
    Map<String, Listed> newest = new TreeMap<>();
    Comparator<Listed> byVersion = Comparator.comparing(Listed::version, DebVersion.ORDER);
    all.forEach(
        each -> newest.merge(each.name(), each, (a, b) -> byVersion.compare(a, b) >= 0 ? a : b));
    return newest;
  }

  /** The packages that the second release has in a newer version. */
  Set<String> updated() {
    return updated.keySet();
  }

  /** Bytes of the newer version. */
  long updatedSize(String name) {
    Listed newer = updated.get(name);
    return newer == null ? 0 : newer.size();
  }

  /**
   * What is installed on a machine: what is on every one, and some packages, with what they require
   * and recommend, the first of alternatives that there is.
   */
  Set<String> machine(Collection<String> roots) {
    Set<String> has = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(roots);
    installed.values().stream()
        .filter(each -> ON_EVERY_MACHINE.contains(each.priority()))
        .forEach(each -> open.add(each.name()));
    while (!open.isEmpty()) {
      String name = open.removeLast();
      Listed each = installed.get(name);
      if (each != null && has.add(name)) {
        each.relations().stream()
            .filter(relation -> INSTALLED_ALONG.contains(relation.kind()))
            .forEach(relation -> first(relation).ifPresent(open::add));
      }
    }
    return has;
  }

  private Optional<String> first(Relation relation) {
    return relation.alternatives().stream()
        .map(Relation.Capability::name)
        .map(name -> installed.containsKey(name) ? name : provided.getOrDefault(name, ""))
        .filter(name -> !name.isEmpty())
        .findFirst();
  }
}
