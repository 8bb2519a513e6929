package org.edos.role.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;
import org.edos.physical.index.IndexReader;
import org.edos.role.Candidates;

/**
 * All that a package needs, and what that needs, and so on, level by level: of alternatives the
 * first that is to be had; of a capability the newest package of that name, else a package that
 * provides it and was reached already, else the first that provides it. Conflicts are not looked
 * at: whether the whole can be installed is another question.
 *
 * @param members the packages reached, without the one that was asked for
 * @param missing what nobody has
 * @param complete whether it is all, or more was reached than is followed
 */
record Closure(List<Member> members, List<Missing> missing, boolean complete) {
  /** Most members. */
  static final int MAX_MEMBERS = 2000;

  /**
   * A package reached.
   *
   * @param depth 1 for what the package itself needs
   * @param by the package that needs it first
   * @param kind how that needs it
   * @param capability what of it that names
   */
  record Member(
      PackageMetadata metadata, int depth, String by, Relation.Kind kind, Capability capability) {}

  /** A need that nobody satisfies: {@code a (>= 1) | b} of a package. */
  record Missing(String by, Relation relation) {}

  /**
   * Follows a package's dependencies in an index.
   *
   * @throws org.edos.core.EdosException (exhausted) if that takes too long
   */
  static Closure of(PackageMetadata root, IndexReader index, Deadline deadline) {
    Candidates.Scope scope =
        new Candidates.Scope(
            root.id().format(),
            Set.of(root.id().distribution()),
            id -> suits(root.id().architecture(), id.architecture()));
    return new Following(root, new Candidates(index, scope, deadline::check)).follow();
  }

  private static boolean suits(String root, String architecture) {
    return PackageId.isAnywhere(root)
        || PackageId.isAnywhere(architecture)
        || architecture.equals(root);
  }

  /** Distinguishes what packages need from what is only wished for. */
  private static boolean isNeed(Relation relation) {
    return relation.kind() == Relation.Kind.REQUIRES
        || relation.kind() == Relation.Kind.PRE_REQUIRES;
  }

  /** The state of the walk. */
  private static final class Following {
    private final Candidates candidates;
    private final Map<UnitId, Member> members = new LinkedHashMap<>();
    private final Set<UnitId> reached = new LinkedHashSet<>();
    private final List<Missing> missing = new ArrayList<>();
    private List<PackageMetadata> level;

    Following(PackageMetadata root, Candidates candidates) {
      this.candidates = candidates;
      this.reached.add(root.id());
      this.level = List.of(root);
    }

    Closure follow() {
      for (int depth = 1; !level.isEmpty() && members.size() <= MAX_MEMBERS; depth++) {
        candidates.load(names());
        List<PackageMetadata> next = new ArrayList<>();
        for (PackageMetadata metadata : level) {
          for (Relation relation : needs(metadata)) {
            step(metadata, relation, depth, next);
          }
        }
        level = next;
      }
      boolean complete = members.size() <= MAX_MEMBERS && !candidates.isCut();
      return new Closure(
          members.values().stream().limit(MAX_MEMBERS).toList(), List.copyOf(missing), complete);
    }

    private Set<String> names() {
      Set<String> names = new LinkedHashSet<>();
      level.forEach(metadata ->
          needs(metadata)
              .forEach(relation -> relation.alternatives().forEach(c -> names.add(c.name()))));
      return names;
    }

    private void step(
        PackageMetadata by, Relation relation, int depth, List<PackageMetadata> next) {
      for (Capability capability : relation.alternatives()) {
        Optional<PackageMetadata> found = choose(capability);
        if (found.isPresent()) {
          if (reached.add(found.get().id())) {
            members.put(
                found.get().id(),
                new Member(found.get(), depth, by.id().name(), relation.kind(), capability));
            next.add(found.get());
          }
          return;
        }
      }
      if (missing.size() < MAX_MEMBERS) {
        missing.add(new Missing(by.id().name(), relation));
      }
    }

    private Optional<PackageMetadata> choose(Capability capability) {
      Optional<PackageMetadata> named = candidates.named(capability).stream().findFirst();
      if (named.isPresent()) {
        return named;
      }
      List<PackageMetadata> providers = candidates.providing(capability);
      return providers.stream()
          .filter(provider -> reached.contains(provider.id()))
          .findFirst()
          .or(() -> providers.stream().findFirst());
    }

    /** Without what rpm itself provides. */
    private static List<Relation> needs(PackageMetadata metadata) {
      return metadata.relations().stream()
          .filter(Closure::isNeed)
          .filter(relation -> !relation.alternatives().get(0).name().startsWith("rpmlib("))
          .toList();
    }
  }
}
