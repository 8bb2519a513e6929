package org.edos.bench.plan;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.edos.core.deb.ControlParagraph;
import org.edos.core.deb.ControlParagraphs;
import org.edos.core.deb.DebRelations;
import org.edos.core.metadata.Relation;
import org.edos.core.unit.Sha256;

/** The packages of a Packages file, with what each needs. Packages have numbers from 0. */
final class Distribution {
  private static final Set<String> ON_EVERY_MACHINE = Set.of("required", "important");

  /** A package. */
  record Listed(String name, String source, Sha256 sha256, long size, boolean onEveryMachine) {}

  private final List<Listed> packages = new ArrayList<>();
  private final List<List<Relation>> relations = new ArrayList<>();
  private final Map<String, Integer> providers = new HashMap<>();
  private final List<int[]> needs = new ArrayList<>();

  private Distribution() {}

  /** Reads the file, which is unpacked. */
  static Distribution read(Path file) throws IOException {
    Distribution distribution = new Distribution();
    Map<String, Integer> virtual = new HashMap<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      ControlParagraphs paragraphs = new ControlParagraphs(in, "Packages");
      Optional<ControlParagraph> next = paragraphs.next();
      while (next.isPresent()) {
        distribution.add(next.get(), virtual);
        next = paragraphs.next();
      }
    }
    virtual.forEach(distribution.providers::putIfAbsent);
    distribution.relations.forEach(
        relations -> distribution.needs.add(distribution.met(relations)));
    distribution.relations.clear();
    return distribution;
  }

  private void add(ControlParagraph paragraph, Map<String, Integer> virtual) {
    int number = packages.size();
    String name = paragraph.text("Package");
    if (providers.putIfAbsent(name, number) != null) {
      return;
    }
    packages.add(
        new Listed(
            name,
            paragraph.field("Source").orElse(name).replaceFirst(" .*", ""),
            new Sha256(paragraph.text("SHA256")),
            Long.parseLong(paragraph.text("Size")),
            ON_EVERY_MACHINE.contains(paragraph.field("Priority").orElse(""))));
    List<Relation> all = DebRelations.of(paragraph);
    all.stream()
        .filter(relation -> relation.kind() == Relation.Kind.PROVIDES)
        .flatMap(relation -> relation.alternatives().stream())
        .forEach(provided -> virtual.putIfAbsent(provided.name(), number));
    relations.add(
        all.stream()
            .filter(
                r -> r.kind() == Relation.Kind.REQUIRES || r.kind() == Relation.Kind.PRE_REQUIRES)
            .toList());
  }

  /** The first alternative of each relation that there is. */
  private int[] met(List<Relation> wanted) {
    return wanted.stream()
        .map(relation ->
            relation.alternatives().stream()
                .map(alternative -> providers.get(alternative.name()))
                .filter(Objects::nonNull)
                .findFirst())
        .flatMap(Optional::stream)
        .mapToInt(Integer::intValue)
        .distinct()
        .toArray();
  }

  int size() {
    return packages.size();
  }

  Listed get(int number) {
    return packages.get(number);
  }

  /** Adds a package, and all that it needs, to the set. */
  void addWithNeeds(int number, BitSet set) {
    Deque<Integer> open = new ArrayDeque<>(List.of(number));
    while (!open.isEmpty()) {
      int next = open.pop();
      if (!set.get(next)) {
        set.set(next);
        for (int needed : needs.get(next)) {
          open.push(needed);
        }
      }
    }
  }

  /** The packages of each source, the sources that most packages need first. */
  List<List<Integer>> byPopularity() {
    Map<String, Integer> dependants = new HashMap<>();
    for (int[] needed : needs) {
      for (int number : needed) {
        dependants.merge(packages.get(number).source(), 1, Integer::sum);
      }
    }
    Map<String, List<Integer>> bySource = new HashMap<>();
    for (int number = 0; number < size(); number++) {
      bySource.computeIfAbsent(packages.get(number).source(), s -> new ArrayList<>()).add(number);
    }
    return bySource.entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                    (Map.Entry<String, List<Integer>> e) -> -dependants.getOrDefault(e.getKey(), 0))
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getValue)
        .toList();
  }
}
