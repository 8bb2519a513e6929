package org.edos.core.dependency;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;

/** What the relations of one package format mean. Without state, safe for many threads. */
public interface Semantics {
  /** Looks up which packages are what another one asks for; what was looked up is kept. */
  interface Lookup {
    /**
     * The packages of which any is enough, each once.
     *
     * @param by the number of the package that asks
     */
    int[] satisfying(int by, Relation relation);

    /** The packages that may not be installed beside the one that says so, each once. */
    int[] conflicting(int by, Relation relation);
  }

  /** The meaning of a format's relations. */
  static Semantics of(PackageFormat format) {
    return switch (format) {
      case DEB -> DebSemantics.INSTANCE;
      case RPM -> RpmSemantics.INSTANCE;
    };
  }

  /** The format. */
  PackageFormat format();

  /**
   * The same, having looked through all packages that will be asked of; may be itself.
   *
   * @param packages which are gone through once more than otherwise
   */
  default Semantics prepared(Iterable<PackageMetadata> packages) {
    return this;
  }

  /**
   * The machines that a repository is for.
   *
   * @param architectures of all its packages
   */
  List<Platform> platforms(Set<String> architectures);

  /** Whether a package can be installed on such a machine, as far as its architecture goes. */
  boolean belongs(PackageId id, Platform platform);

  /** The package with as little of it as the rules need. */
  default PackageMetadata kept(PackageMetadata metadata) {
    return metadata
        .draft()
        .summary("")
        .description("")
        .category("")
        .maintainer("")
        .homepage("")
        .files(List.of())
        .finished();
  }

  /** The names by which a package is found beside its own; each at least once. */
  default List<String> names(PackageMetadata metadata) {
    return metadata.relations().stream()
        .filter(relation -> relation.kind() == Relation.Kind.PROVIDES)
        .flatMap(relation -> relation.alternatives().stream())
        .map(Capability::name)
        .toList();
  }

  /** The names, files among them, of which a capability that is asked for speaks. */
  default Stream<String> spoken(Capability wanted) {
    return Stream.of(wanted.name());
  }

  /** The names, files among them, of which a package's relations speak but do not provide. */
  default Stream<String> mentioned(PackageMetadata metadata) {
    return metadata.relations().stream()
        .filter(relation -> relation.kind() != Relation.Kind.PROVIDES)
        .flatMap(relation -> relation.alternatives().stream())
        .flatMap(this::spoken);
  }

  /**
   * What must hold where a package is to have what it asks for in a relation, of whatever kind.
   *
   * @param by the number of the package
   */
  default List<Rule.Need> needs(int by, Lookup lookup, Relation relation) {
    return List.of(new Rule.Need(by, lookup.satisfying(by, relation), relation));
  }

  /**
   * The packages that are what another one asks for, each once; the preferred ones first.
   *
   * @param by the number of the package that asks
   */
  int[] satisfying(Universe universe, int by, Capability wanted);

  /**
   * The packages that a package may not be installed beside, each once.
   *
   * @param by the number of the package that says so
   */
  int[] conflicting(Universe universe, int by, Capability unwanted);

  /** What must hold where the package is installed. */
  List<Rule> rules(Universe universe, int number, Lookup lookup);

  /** What must hold on every machine; of these rules {@link Rule#EVERY_MACHINE} is the owner. */
  List<Rule.Need> demands(Universe universe);
}
