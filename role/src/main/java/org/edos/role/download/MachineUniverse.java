package org.edos.role.download;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.edos.core.dependency.MachineRules;
import org.edos.core.dependency.Platform;
import org.edos.core.dependency.Rules;
import org.edos.core.dependency.Semantics;
import org.edos.core.dependency.Universe;
import org.edos.core.metadata.InstalledPackage;
import org.edos.core.metadata.PackageDraft;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.query.Satisfaction;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;

/**
 * What a machine has installed and what it may install, numbered together. Versions of a package,
 * by name and architecture, are a family: of each the machine has one at most. Never changes; safe
 * for many threads.
 */
public final class MachineUniverse {
  private static final Sha256 NO_CONTENT = Sha256.of(new byte[0]);

  /** Stands for the files of the machine that no package is known to have. */
  private static final String FILES = "edos-files-of-the-machine";

  private final Universe universe;
  private final Rules rules;
  private final MachineRules machineRules;
  private final BitSet installed = new BitSet();
  private final BitSet held = new BitSet();

  /** The newest first. */
  private final Map<String, List<Integer>> families = new HashMap<>();

  /**
   * Numbers them.
   *
   * @param machine what is installed, and where
   * @param offered what may be installed
   * @throws org.edos.core.EdosException (exhausted) if packages name far too many others
   */
  public MachineUniverse(MachinePackages machine, Iterable<PackageMetadata> offered) {
    this(machine, offered, List.of());
  }

  private MachineUniverse(
      MachinePackages machine, Iterable<PackageMetadata> offered, List<PackageMetadata> wishes) {
    Map<String, PackageMetadata> known = new HashMap<>();
    List<PackageMetadata> all = new ArrayList<>();
    for (PackageMetadata metadata : offered) {
      if (machine.runs(metadata.id().architecture())) {
        known.putIfAbsent(key(metadata.id()), metadata);
        all.add(metadata);
      }
    }
    String distribution =
        all.isEmpty() ? machine.format().type() : all.getFirst().id().distribution();
    Set<PackageId> here = new HashSet<>();
    Set<PackageId> kept = new HashSet<>();
    for (InstalledPackage one : machine.list()) {
      PackageId id =
          new PackageId(
              machine.format(), distribution, one.name(), one.version(), one.architecture());
      PackageMetadata same = known.get(key(id));
      if (same == null) {
        all.add(metadata(id, one));
      }
      here.add(same == null ? id : same.id());
      if (one.held()) {
        kept.add(same == null ? id : same.id());
      }
    }
    files(machine, all, distribution)
        .ifPresent(metadata -> {
          all.add(metadata);
          here.add(metadata.id());
          kept.add(metadata.id());
        });
    all.addAll(wishes);
    Set<String> foreign = new HashSet<>(machine.architectures());
    foreign.remove(machine.architecture());
    this.universe =
        Universe.of(
            Semantics.of(machine.format()), new Platform(machine.architecture(), foreign), all);
    this.rules = Rules.of(universe);
    here.forEach(id -> universe.number(id).ifPresent(installed::set));
    kept.forEach(id -> universe.number(id).ifPresent(held::set));
    this.machineRules = new MachineRules(rules, installed, 2 * installed.cardinality());
    for (int number = 0; number < universe.size(); number++) {
      families.computeIfAbsent(family(number), f -> new ArrayList<>(1)).add(number);
    }
    families
        .values()
        .forEach(family ->
            family.sort(
                Comparator.<Integer, String>comparing(
                        number -> universe.id(number).version(), this::compare)
                    .reversed()));
  }

  private static String key(PackageId id) {
    return id.name() + "/" + id.architecture() + "/" + id.version();
  }

  private static PackageMetadata metadata(PackageId id, InstalledPackage installed) {
    return new PackageDraft(id, NO_CONTENT, 0)
        .essential(installed.essential())
        .multiArch(installed.multiArch())
        .relations(installed.relations())
        .finished();
  }

  /** The files that packages ask for and the machine has. */
  private static java.util.Optional<PackageMetadata> files(
      MachinePackages machine, List<PackageMetadata> all, String distribution) {
    if (machine.format() != PackageFormat.RPM) {
      return java.util.Optional.empty();
    }
    List<Relation> provided =
        all.stream()
            .flatMap(Semantics.of(machine.format())::mentioned)
            .filter(name -> name.startsWith("/"))
            .distinct()
            .filter(machine::hasFile)
            .map(name -> new Relation(Relation.Kind.PROVIDES, List.of(Capability.any(name))))
            .toList();
    PackageId id = new PackageId(machine.format(), distribution, FILES, "1", "noarch");
    return provided.isEmpty()
        ? java.util.Optional.empty()
        : java.util.Optional.of(new PackageDraft(id, NO_CONTENT, 0).relations(provided).finished());
  }

  private String family(int number) {
    PackageId id = universe.id(number);
    String architecture =
        PackageId.isAnywhere(id.architecture())
            ? universe.platform().architecture()
            : id.architecture();
    return id.name() + "/" + architecture;
  }

  private int compare(String first, String second) {
    return Satisfaction.compareVersions(universe.semantics().format(), first, second);
  }

  /** The packages. */
  public Universe universe() {
    return universe;
  }

  /** What they ask of one another. */
  Rules rules() {
    return rules;
  }

  /** What they ask of one another on this machine, with two further numbers for each installed. */
  MachineRules machineRules() {
    return machineRules;
  }

  /** What is installed; not to be changed. */
  BitSet installed() {
    return installed;
  }

  /** What is installed and to stay; not to be changed. */
  boolean isHeld(int number) {
    return held.get(number);
  }

  /** All versions of a package, the newest first. */
  List<Integer> family(PackageId id) {
    OptionalInt number = universe.number(id);
    return number.isEmpty() ? List.of() : siblings(number.getAsInt());
  }

  List<Integer> siblings(int number) {
    return families.getOrDefault(family(number), List.of());
  }

  /** The installed ones of a family. */
  private List<Integer> here(List<Integer> family) {
    return family.stream().filter(installed::get).toList();
  }

  /**
   * What is not to be installed: other versions of what is held, older ones than are installed,
   * and, where only the newest are meant, all but these.
   *
   * @param named packages that are meant in any case
   */
  BitSet barred(boolean newestOnly, BitSet named) {
    BitSet barred = new BitSet();
    for (List<Integer> family : families.values()) {
      List<Integer> here = here(family);
      boolean isHeld = here.stream().anyMatch(held::get);
      boolean newestSeen = false;
      for (int number : family) {
        boolean older = here.stream().anyMatch(one -> compare(version(number), version(one)) < 0);
        boolean allowed = !isHeld && !older && !(newestOnly && newestSeen);
        barred.set(number, !allowed && !installed.get(number) && !(named.get(number) && !isHeld));
        newestSeen = true;
      }
    }
    return barred;
  }

  private String version(int number) {
    return universe.id(number).version();
  }

  /** Whether there is a newer version of it. */
  boolean isOld(int number) {
    return compare(version(siblings(number).getFirst()), version(number)) > 0;
  }

  /** The newest version of what is installed, if that is not installed and it is not held. */
  OptionalInt upgrade(int number) {
    int newest = siblings(number).getFirst();
    return !held.get(number) && compare(version(newest), version(number)) > 0
        ? OptionalInt.of(newest)
        : OptionalInt.empty();
  }

  /**
   * The packages that a name means: those of that name, the machine's own architecture before
   * others, or, where there are none, those that provide it.
   */
  int[] meant(String name) {
    int[] named = universe.named(name);
    if (named.length == 0) {
      return universe.providing(name);
    }
    int[] own =
        Arrays.stream(named)
            .filter(number -> {
              String architecture = universe.id(number).architecture();
              return PackageId.isAnywhere(architecture)
                  || architecture.equals(universe.platform().architecture());
            })
            .toArray();
    return newest(own.length == 0 ? named : own);
  }

  private int[] newest(int[] numbers) {
    return IntStream.of(numbers)
        .boxed()
        .sorted(Comparator.<Integer, String>comparing(this::version, this::compare).reversed())
        .mapToInt(i -> i)
        .toArray();
  }

  /** The same with a package more, which needs all of these. */
  static MachineUniverse with(
      MachinePackages machine, Iterable<PackageMetadata> offered, PackageMetadata wish) {
    return new MachineUniverse(machine, offered, List.of(wish));
  }
}
