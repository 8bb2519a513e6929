package org.edos.core.dependency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.metadata.Relation.Kind;
import org.edos.core.rpm.RichDependency;
import org.edos.core.rpm.RpmVersion;
import org.edos.core.rpm.VersionRange;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;

/**
 * Rpm's relations, as dnf's solver takes them. A requirement is met by the name, by a provided
 * capability or by a file; what rpm itself provides ({@code rpmlib()}) is always there. A package
 * excludes what it conflicts with and, by name alone, what it obsoletes, but never itself. Packages
 * of one name exclude each other unless they are of different architectures of one machine, or are
 * kept beside each other as kernels are. Rich dependencies become rules by {@link RichRules}. Weak
 * dependencies only say which of several packages is preferred. dnf's further policy not to take a
 * package of an inferior architecture where there is a better one is not part of this.
 */
final class RpmSemantics implements Semantics {
  /** Knows no files yet: see {@link #prepared}. */
  static final RpmSemantics INSTANCE = new RpmSemantics(Set.of());

  private static final String ALL = "noarch";
  private static final Set<String> SOURCES = Set.of("src", "nosrc");

  /** What rpm provides itself, without a package that says so. */
  private static final String OF_RPM_ITSELF = "rpmlib(";

  /**
   * Packages by what they are or provide of which several versions are installed: dnf's default.
   */
  private static final List<String> KEPT_BESIDE =
      List.of(
          "kernel",
          "kernel-PAE",
          "installonlypkg(kernel)",
          "installonlypkg(kernel-module)",
          "installonlypkg(vm)",
          "multiversion(kernel)");

  /** Architectures of which a machine takes packages beside its own and noarch. */
  private static final Map<String, Set<String>> FOREIGN =
      Map.of(
          "x86_64", Set.of("i686", "athlon", "i586", "i486", "i386"),
          "i686", Set.of("i586", "i486", "i386"),
          "aarch64", Set.of(),
          "ppc64le", Set.of(),
          "s390x", Set.of());

  private final Set<String> files;

  private RpmSemantics(Set<String> files) {
    this.files = files;
  }

  @Override
  public PackageFormat format() {
    return PackageFormat.RPM;
  }

  /** Knows the files that any of the packages asks for, so that no others need to be kept. */
  @Override
  public Semantics prepared(Iterable<PackageMetadata> packages) {
    Set<String> asked = new HashSet<>();
    for (PackageMetadata metadata : packages) {
      mentioned(metadata).filter(RpmSemantics::isFile).forEach(asked::add);
    }
    return new RpmSemantics(Set.copyOf(asked));
  }

  @Override
  public Stream<String> spoken(Capability wanted) {
    String name = wanted.name();
    return RichDependency.isRich(name) ? RichRules.names(name) : Stream.of(name);
  }

  @Override
  public List<Rule.Need> needs(int by, Lookup lookup, Relation relation) {
    return RichDependency.isRich(relation.alternatives().getFirst().name())
        ? new RichRules(lookup, by, relation).required()
        : Semantics.super.needs(by, lookup, relation);
  }

  private static boolean isFile(String name) {
    return name.startsWith("/");
  }

  @Override
  public List<Platform> platforms(Set<String> architectures) {
    Set<String> machines = new TreeSet<>(architectures);
    machines.removeAll(SOURCES);
    if (machines.size() > 1) {
      machines.remove(ALL);
    }
    Set<String> beside = new HashSet<>();
    for (String machine : machines) {
      beside.addAll(FOREIGN.getOrDefault(machine, Set.of()));
    }
    return machines.stream()
        .filter(machine -> !beside.contains(machine))
        .map(machine -> new Platform(machine, FOREIGN.getOrDefault(machine, Set.of())))
        .toList();
  }

  @Override
  public boolean belongs(PackageId id, Platform platform) {
    return id.architecture().equals(ALL)
        || id.architecture().equals(platform.architecture())
        || platform.foreign().contains(id.architecture());
  }

  @Override
  public PackageMetadata kept(PackageMetadata metadata) {
    return metadata
        .draft()
        .summary("")
        .description("")
        .files(metadata.files().stream().filter(files::contains).toList())
        .finished();
  }

  @Override
  public List<String> names(PackageMetadata metadata) {
    return Stream.concat(Semantics.super.names(metadata).stream(), metadata.files().stream())
        .toList();
  }

  @Override
  public int[] satisfying(Universe universe, int by, Capability wanted) {
    List<Integer> found = new ArrayList<>();
    for (int number : universe.named(wanted.name())) {
      if (isNamed(universe.id(number), wanted)) {
        found.add(number);
      }
    }
    found.sort(preference(universe));
    List<Integer> providing = new ArrayList<>();
    Set<Integer> named = new HashSet<>(found);
    for (int number : universe.providing(wanted.name())) {
      if (!named.contains(number) && isProvided(universe.metadata(number), wanted)) {
        providing.add(number);
      }
    }
    providing.sort(preference(universe));
    found.addAll(providing);
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The machine's own architecture first; of one name the newest first. */
  private static Comparator<Integer> preference(Universe universe) {
    return Comparator.<Integer>comparingInt(number -> isForeign(universe, number) ? 1 : 0)
        .thenComparing(number -> universe.id(number).name())
        .thenComparing(
            number -> universe.id(number).version(),
            (one, other) -> RpmVersion.compare(other, one));
  }

  private static boolean isForeign(Universe universe, int number) {
    return universe.platform().foreign().contains(universe.id(number).architecture());
  }

  private static boolean isNamed(PackageId id, Capability wanted) {
    return VersionRange.overlap(new Capability(id.name(), "=", id.version()), wanted);
  }

  private static boolean isProvided(PackageMetadata metadata, Capability wanted) {
    for (Relation relation : metadata.relations()) {
      if (relation.kind() == Kind.PROVIDES) {
        Capability provided = relation.alternatives().getFirst();
        if (provided.name().equals(wanted.name()) && VersionRange.overlap(provided, wanted)) {
          return true;
        }
      }
    }
    return wanted.operator().isEmpty() && metadata.files().contains(wanted.name());
  }

  @Override
  public int[] conflicting(Universe universe, int by, Capability unwanted) {
    return without(satisfying(universe, by, unwanted), by);
  }

  private static int[] without(int[] numbers, int unwanted) {
    Numbers others = new Numbers();
    for (int number : numbers) {
      if (number != unwanted) {
        others.add(number);
      }
    }
    return others.toArray();
  }

  @Override
  public List<Rule> rules(Universe universe, int number, Lookup lookup) {
    List<Rule> rules = new ArrayList<>();
    for (Relation relation : universe.metadata(number).relations()) {
      Capability capability = relation.alternatives().getFirst();
      boolean rich = RichDependency.isRich(capability.name());
      switch (relation.kind()) {
        case REQUIRES, PRE_REQUIRES -> {
          if (rich) {
            rules.addAll(new RichRules(lookup, number, relation).required());
          } else if (!isOfRpmItself(capability)) {
            need(number, lookup, relation).ifPresent(rules::add);
          }
        }
        case CONFLICTS -> {
          if (rich) {
            rules.addAll(new RichRules(lookup, number, relation).excluded());
          } else {
            exclusion(number, lookup.conflicting(number, relation), Optional.of(relation))
                .ifPresent(rules::add);
          }
        }
        case OBSOLETES ->
            exclusion(number, obsoleted(universe, number, capability), Optional.of(relation))
                .ifPresent(rules::add);
        default -> {}
      }
    }
    exclusion(number, others(universe, number), Optional.empty()).ifPresent(rules::add);
    return preferring(universe, number, rules);
  }

  static boolean isOfRpmItself(Capability capability) {
    return capability.name().startsWith(OF_RPM_ITSELF);
  }

  /** Nothing where the package is what it needs. */
  private static Optional<Rule> need(int number, Lookup lookup, Relation relation) {
    int[] present = lookup.satisfying(number, relation);
    for (int one : present) {
      if (one == number) {
        return Optional.empty();
      }
    }
    return Optional.of(new Rule.Need(number, present, relation));
  }

  private static Optional<Rule> exclusion(int number, int[] excluded, Optional<Relation> relation) {
    return excluded.length == 0
        ? Optional.empty()
        : Optional.of(new Rule.Exclusion(number, excluded, relation));
  }

  private static int[] obsoleted(Universe universe, int by, Capability obsolete) {
    Numbers found = new Numbers();
    for (int number : universe.named(obsolete.name())) {
      if (number != by && isNamed(universe.id(number), obsolete)) {
        found.add(number);
      }
    }
    return found.toArray();
  }

  /** The packages of the same name that cannot be beside it. */
  private static int[] others(Universe universe, int number) {
    int[] named = universe.named(universe.id(number).name());
    if (named.length == 1) {
      return Numbers.NONE;
    }
    Numbers found = new Numbers();
    for (int other : named) {
      if (other != number && !isBeside(universe, number, other)) {
        found.add(other);
      }
    }
    return found.toArray();
  }

  private static boolean isBeside(Universe universe, int one, int other) {
    boolean common =
        universe.id(one).architecture().equals(ALL)
            || universe.id(other).architecture().equals(ALL);
    if (!common && isForeign(universe, one) != isForeign(universe, other)) {
      return true;
    }
    boolean same =
        universe.id(one).version().equals(universe.id(other).version())
            && universe.id(one).architecture().equals(universe.id(other).architecture());
    return !same && isKeptBeside(universe.metadata(one)) && isKeptBeside(universe.metadata(other));
  }

  private static boolean isKeptBeside(PackageMetadata metadata) {
    return KEPT_BESIDE.contains(metadata.id().name())
        || metadata.relations().stream()
            .filter(relation -> relation.kind() == Kind.PROVIDES)
            .anyMatch(relation -> KEPT_BESIDE.contains(relation.alternatives().getFirst().name()));
  }

  /** What the package recommends or suggests comes first where several are enough. */
  private static List<Rule> preferring(Universe universe, int number, List<Rule> rules) {
    Map<String, List<Capability>> weak = new TreeMap<>();
    for (Relation relation : universe.metadata(number).relations()) {
      if (relation.kind() == Kind.RECOMMENDS || relation.kind() == Kind.SUGGESTS) {
        Capability wanted = relation.alternatives().getFirst();
        weak.computeIfAbsent(wanted.name(), name -> new ArrayList<>()).add(wanted);
      }
    }
    if (weak.isEmpty()) {
      return rules;
    }
    return rules.stream()
        .map(rule ->
            rule instanceof Rule.Need need && need.present().length > 1
                ? preferring(universe, weak, need)
                : rule)
        .toList();
  }

  private static Rule preferring(
      Universe universe, Map<String, List<Capability>> weak, Rule.Need need) {
    Numbers first = new Numbers();
    Numbers rest = new Numbers();
    for (int number : need.present()) {
      boolean wanted =
          weak.getOrDefault(universe.id(number).name(), List.of()).stream()
              .anyMatch(capability -> isNamed(universe.id(number), capability));
      (wanted ? first : rest).add(number);
    }
    first.addAll(rest.toArray());
    return new Rule.Need(need.owner(), first.toArray(), need.absent(), need.relation());
  }

  @Override
  public List<Rule.Need> demands(Universe universe) {
    return List.of();
  }
}
