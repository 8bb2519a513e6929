package org.edos.core.dependency;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.edos.core.metadata.MultiArch;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.metadata.Relation.Kind;
import org.edos.core.query.Satisfaction;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;

/**
 * Debian's relations, after Debian Policy 7 and, for several architectures, dpkg. Packages of the
 * architecture {@code all} count as the machine's own. A dependency on a name is satisfied by the
 * asking package's architecture, by others where the package is Multi-Arch foreign, or allowed and
 * asked for as {@code name:any}. Conflicts hold for every architecture, but not with packages of
 * the same name. Packages of one name exclude each other unless both are Multi-Arch same, of one
 * version, and of different architectures. A name that any essential package has must be installed.
 */
final class DebSemantics implements Semantics {
  static final DebSemantics INSTANCE = new DebSemantics();

  private static final String ANY = "any";
  private static final String NATIVE = "native";
  private static final String ALL = "all";

  private DebSemantics() {}

  @Override
  public PackageFormat format() {
    return PackageFormat.DEB;
  }

  @Override
  public List<Platform> platforms(Set<String> architectures) {
    Set<String> machines = new TreeSet<>(architectures);
    machines.remove("source");
    if (machines.size() > 1) {
      machines.remove(ALL);
    }
    return machines.stream().map(Platform::of).toList();
  }

  @Override
  public boolean belongs(PackageId id, Platform platform) {
    return id.architecture().equals(ALL)
        || id.architecture().equals(platform.architecture())
        || platform.foreign().contains(id.architecture());
  }

  @Override
  public int[] satisfying(Universe universe, int by, Capability wanted) {
    Numbers found = new Numbers();
    for (int number : universe.named(wanted.name())) {
      PackageMetadata metadata = universe.metadata(number);
      if (isServing(universe, by, metadata, wanted)
          && Satisfaction.byVersion(format(), wanted, metadata.id().version())) {
        found.add(number);
      }
    }
    int own = found.size();
    for (int number : universe.providing(wanted.name())) {
      PackageMetadata metadata = universe.metadata(number);
      if (isServing(universe, by, metadata, wanted)
          && isProvided(metadata, wanted)
          && !(own > 0 && found.contains(number))) {
        found.add(number);
      }
    }
    return found.toArray();
  }

  /** Whether it is of an architecture that serves the package that asks. */
  private static boolean isServing(
      Universe universe, int by, PackageMetadata metadata, Capability wanted) {
    String architecture = architecture(universe, metadata.id());
    return switch (wanted.architecture()) {
      case "" ->
          metadata.multiArch() == MultiArch.FOREIGN
              || architecture.equals(architecture(universe, universe.id(by)));
      case ANY -> metadata.multiArch() == MultiArch.ALLOWED;
      case NATIVE -> architecture.equals(universe.platform().architecture());
      default -> architecture.equals(wanted.architecture());
    };
  }

  private static String architecture(Universe universe, PackageId id) {
    return id.architecture().equals(ALL) ? universe.platform().architecture() : id.architecture();
  }

  private boolean isProvided(PackageMetadata metadata, Capability wanted) {
    for (Relation relation : metadata.relations()) {
      if (relation.kind() == Kind.PROVIDES) {
        for (Capability provided : relation.alternatives()) {
          if (provided.name().equals(wanted.name())
              && Satisfaction.byProvided(format(), provided, wanted)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  @Override
  public int[] conflicting(Universe universe, int by, Capability unwanted) {
    String self = universe.id(by).name();
    Numbers found = new Numbers();
    if (!self.equals(unwanted.name())) {
      for (int number : universe.named(unwanted.name())) {
        if (isMeant(universe, number, unwanted)
            && Satisfaction.byVersion(format(), unwanted, universe.id(number).version())) {
          found.add(number);
        }
      }
    }
    int named = found.size();
    for (int number : universe.providing(unwanted.name())) {
      if (!universe.id(number).name().equals(self)
          && isMeant(universe, number, unwanted)
          && isProvided(universe.metadata(number), unwanted)
          && !(named > 0 && found.contains(number))) {
        found.add(number);
      }
    }
    return found.toArray();
  }

  private static boolean isMeant(Universe universe, int number, Capability unwanted) {
    String architecture = architecture(universe, universe.id(number));
    return switch (unwanted.architecture()) {
      case "", ANY -> true;
      case NATIVE -> architecture.equals(universe.platform().architecture());
      default -> architecture.equals(unwanted.architecture());
    };
  }

  @Override
  public List<Rule> rules(Universe universe, int number, Lookup lookup) {
    List<Rule> rules = new ArrayList<>();
    for (Relation relation : universe.metadata(number).relations()) {
      switch (relation.kind()) {
        case REQUIRES, PRE_REQUIRES ->
            rules.add(new Rule.Need(number, lookup.satisfying(number, relation), relation));
        case CONFLICTS, BREAKS -> {
          int[] excluded = lookup.conflicting(number, relation);
          if (excluded.length > 0) {
            rules.add(new Rule.Exclusion(number, excluded, Optional.of(relation)));
          }
        }
        default -> {}
      }
    }
    int[] others = others(universe, number);
    if (others.length > 0) {
      rules.add(new Rule.Exclusion(number, others, Optional.empty()));
    }
    return rules;
  }

  /** The packages of the same name that cannot be beside it. */
  private static int[] others(Universe universe, int number) {
    PackageMetadata self = universe.metadata(number);
    int[] named = universe.named(self.id().name());
    if (named.length == 1) {
      return Numbers.NONE;
    }
    Numbers found = new Numbers();
    for (int other : named) {
      if (other != number && !isBeside(universe, self, universe.metadata(other))) {
        found.add(other);
      }
    }
    return found.toArray();
  }

  private static boolean isBeside(Universe universe, PackageMetadata one, PackageMetadata other) {
    return one.multiArch() == MultiArch.SAME
        && other.multiArch() == MultiArch.SAME
        && one.id().version().equals(other.id().version())
        && !architecture(universe, one.id()).equals(architecture(universe, other.id()));
  }

  @Override
  public List<Rule.Need> demands(Universe universe) {
    Set<String> names = new TreeSet<>();
    for (int number = 0; number < universe.size(); number++) {
      if (isDemanded(universe, number)) {
        names.add(universe.id(number).name());
      }
    }
    return names.stream().map(name -> demand(universe, name)).toList();
  }

  private static boolean isDemanded(Universe universe, int number) {
    return universe.metadata(number).essential()
        && architecture(universe, universe.id(number)).equals(universe.platform().architecture());
  }

  private static Rule.Need demand(Universe universe, String name) {
    Numbers versions = new Numbers();
    for (int number : universe.named(name)) {
      if (isDemanded(universe, number)) {
        versions.add(number);
      }
    }
    return new Rule.Need(
        Rule.EVERY_MACHINE,
        versions.toArray(),
        new Relation(Kind.REQUIRES, List.of(Capability.any(name))));
  }
}
