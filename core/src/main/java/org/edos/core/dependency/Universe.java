package org.edos.core.dependency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.unit.PackageId;

/**
 * All the packages that a machine may choose from, numbered from 0 in the order in which they were
 * given. Never changes; safe for many threads.
 */
public final class Universe {
  private final Semantics semantics;
  private final Platform platform;
  private final List<PackageMetadata> packages;
  private final Map<PackageId, Integer> numbers;
  private final Map<String, int[]> byName;
  private final Map<String, int[]> byProvided;

  private Universe(Builder built) {
    this.semantics = built.semantics;
    this.platform = built.platform;
    this.packages = built.packages;
    this.numbers = built.numbers;
    this.byName = arrays(built.named);
    this.byProvided = arrays(built.provided);
  }

  /**
   * The packages that a machine may choose from. Those of another format or for other machines, and
   * those that were given already, are passed over.
   *
   * @param packages which are gone through once or twice, and of which little is kept
   */
  public static Universe of(
      Semantics semantics, Platform platform, Iterable<PackageMetadata> packages) {
    Builder builder = new Builder(semantics.prepared(packages), platform);
    packages.forEach(builder::add);
    return builder.build();
  }

  private static void enter(Map<String, Numbers> lists, String name, int number) {
    Numbers list = lists.computeIfAbsent(name, n -> new Numbers());
    if (list.size() == 0 || list.get(list.size() - 1) != number) {
      list.add(number);
    }
  }

  private static Map<String, int[]> arrays(Map<String, Numbers> lists) {
    Map<String, int[]> arrays = HashMap.newHashMap(lists.size());
    lists.forEach((name, list) -> arrays.put(name, list.toArray()));
    return arrays;
  }

  /** What the packages' relations mean. */
  public Semantics semantics() {
    return semantics;
  }

  /** The machine. */
  public Platform platform() {
    return platform;
  }

  /** How many packages there are. */
  public int size() {
    return packages.size();
  }

  /** A package, without what its relations do not need. */
  public PackageMetadata metadata(int number) {
    return packages.get(number);
  }

  /** A package's identity. */
  public PackageId id(int number) {
    return packages.get(number).id();
  }

  /** A package's number, if it is one of these. */
  public OptionalInt number(PackageId id) {
    Integer number = numbers.get(id);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** The packages of that name; not to be changed. */
  public int[] named(String name) {
    return byName.getOrDefault(name, Numbers.NONE);
  }

  /** The packages that say they provide that name, in whatever version; not to be changed. */
  public int[] providing(String name) {
    return byProvided.getOrDefault(name, Numbers.NONE);
  }

  /**
   * Takes packages as they are read, keeping only what their relations need, and what many of them
   * say but once. Used by one thread, for one universe.
   */
  private static final class Builder {
    private final Semantics semantics;
    private final Platform platform;
    private final List<PackageMetadata> packages = new ArrayList<>();
    private final Map<PackageId, Integer> numbers = new HashMap<>();
    private final Map<String, Numbers> named = new HashMap<>();
    private final Map<String, Numbers> provided = new HashMap<>();
    private final Map<Relation, Relation> relations = new HashMap<>();
    private final Map<Capability, Capability> capabilities = new HashMap<>();

    Builder(Semantics semantics, Platform platform) {
      this.semantics = semantics;
      this.platform = platform;
    }

    void add(PackageMetadata metadata) {
      if (metadata.id().format() != semantics.format()
          || !semantics.belongs(metadata.id(), platform)
          || numbers.putIfAbsent(metadata.id(), packages.size()) != null) {
        return;
      }
      int number = packages.size();
      PackageMetadata kept = semantics.kept(metadata);
      packages.add(kept.draft().relations(relations(kept.relations())).finished());
      enter(named, metadata.id().name(), number);
      semantics.names(kept).forEach(name -> enter(provided, name, number));
    }

    Universe build() {
      return new Universe(this);
    }

    private List<Relation> relations(List<Relation> said) {
      return said.stream().map(relation -> relations.computeIfAbsent(relation, this::of)).toList();
    }

    private Relation of(Relation relation) {
      return new Relation(
          relation.kind(),
          relation.alternatives().stream()
              .map(capability -> capabilities.computeIfAbsent(capability, c -> c))
              .toList());
    }
  }
}
