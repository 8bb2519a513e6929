package org.edos.core.attribute;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.metadata.UnitMetadata;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.query.Satisfaction;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;

/** Reads signatures out of metadata. */
final class SignatureMaking {
  /** Architectures of packages that hold sources. */
  static final Set<String> SOURCE_ARCHITECTURES = Set.of("src", "nosrc", "source");

  /** Categories of documentation, without their component. */
  static final List<String> DOCUMENTATION = List.of("doc", "documentation");

  /** What Debian's and Ubuntu's categories begin with outside of the component main. */
  static final List<String> COMPONENTS =
      List.of("contrib", "non-free", "non-free-firmware", "universe", "multiverse", "restricted");

  private SignatureMaking() {}

  static Signature of(UnitMetadata metadata) {
    List<Known<?>> known =
        switch (metadata) {
          case PackageMetadata p -> ofPackage(p);
          case UtilityMetadata u -> ofUtility(u);
          case CollectionMetadata c -> ofCollection(c);
        };
    known.add(Known.of(Kind.LOCALISATION, List.of(new Localisation.Identity(metadata.id()))));
    return new Signature(metadata.id(), Statements.of(known));
  }

  private static List<Known<?>> ofPackage(PackageMetadata p) {
    String version = p.id().version();
    String since = since(p);
    PackageFormat format = p.id().format();
    List<Known<?>> known = new ArrayList<>();
    known.add(Known.of(Kind.TYPE, types(p)));
    known.add(Known.of(Kind.VERSION, List.of(Version.standing(format, since, version))));
    known.add(
        since.equals(version)
            ? Known.unknown(Kind.COMPATIBILITY)
            : Known.of(
                Kind.COMPATIBILITY,
                List.of(new Compatibility(new Versions.Span(format, since, version)))));
    known.add(
        p.license().isEmpty()
            ? Known.unknown(Kind.LICENCE)
            : Known.of(Kind.LICENCE, List.of(Licence.said(p.license()))));
    Description description = Description.of(p.summary(), p.description());
    known.add(
        description.words().isEmpty()
            ? Known.unknown(Kind.DESCRIPTION)
            : Known.of(Kind.DESCRIPTION, List.of(description)));
    known.add(Known.of(Kind.FUNCTIONALITY, functionalities(p)));
    known.add(Known.of(Kind.REQUIREMENT, requirements(p)));
    known.add(Known.of(Kind.CONFLICT, conflicts(p)));
    known.add(Known.of(Kind.MEMBER, List.of()));
    return known;
  }

  /** The oldest version in which it provides its own name, its own if that is older. */
  private static String since(PackageMetadata p) {
    String since = p.id().version();
    for (Relation relation : p.relations()) {
      for (Capability provided : relation.alternatives()) {
        if (relation.kind() == Relation.Kind.PROVIDES
            && provided.operator().equals("=")
            && provided.name().equals(p.id().name())
            && Satisfaction.compareVersions(p.id().format(), provided.version(), since) < 0) {
          since = provided.version();
        }
      }
    }
    return since;
  }

  private static List<Type> types(PackageMetadata p) {
    PackageId id = p.id();
    String format = id.format().type();
    List<Type> types = new ArrayList<>();
    types.add(
        SOURCE_ARCHITECTURES.contains(id.architecture().toLowerCase(Locale.ROOT))
            ? Type.below("source", format)
            : Type.below("binary", format, id.architecture()));
    String category = category(p.category());
    types.add(
        DOCUMENTATION.contains(category)
            ? Type.below("documentation")
            : Type.below("application", category));
    return types;
  }

  /** A category in lower case, without the component of the archive. */
  private static String category(String said) {
    String category = said.strip().toLowerCase(Locale.ROOT);
    int slash = category.indexOf('/');
    return slash > 0 && COMPONENTS.contains(category.substring(0, slash))
        ? category.substring(slash + 1)
        : category;
  }

  private static List<Functionality> functionalities(PackageMetadata p) {
    PackageFormat format = p.id().format();
    List<Functionality> all = new ArrayList<>();
    all.add(
        new Functionality(
            p.id().name(), new Versions.Span(format, p.id().version(), p.id().version())));
    for (Relation relation : p.relations()) {
      if (relation.kind() == Relation.Kind.PROVIDES) {
        relation.alternatives().forEach(said -> all.add(Functionality.provided(format, said)));
      }
    }
    p.files().forEach(file -> all.add(new Functionality(file, Functionality.unversioned(format))));
    return all.stream().distinct().toList();
  }

  private static List<Requirement> requirements(PackageMetadata p) {
    return p.relations().stream()
        .filter(relation ->
            relation.kind() == Relation.Kind.REQUIRES
                || relation.kind() == Relation.Kind.PRE_REQUIRES)
        .map(Requirement::of)
        .distinct()
        .toList();
  }

  private static List<Conflict> conflicts(PackageMetadata p) {
    return p.relations().stream()
        .filter(relation ->
            relation.kind() == Relation.Kind.CONFLICTS
                || relation.kind() == Relation.Kind.BREAKS
                || relation.kind() == Relation.Kind.OBSOLETES)
        .flatMap(relation -> relation.alternatives().stream())
        .map(capability -> new Conflict(Functionality.asked(capability)))
        .distinct()
        .toList();
  }

  private static List<Known<?>> ofUtility(UtilityMetadata u) {
    String path = u.path().value();
    boolean index = path.startsWith("dists/") || path.contains("repodata/");
    List<Known<?>> known = plain(u.id());
    known.add(Known.of(Kind.TYPE, List.of(Type.below("utility", index ? "index" : "file"))));
    known.add(Known.of(Kind.MEMBER, List.of()));
    return known;
  }

  /**
   * A collection is of the types of its members, as their identities tell them; those of one that
   * holds collections are unknown.
   */
  private static List<Known<?>> ofCollection(CollectionMetadata c) {
    List<Known<?>> known = plain(c.id());
    Set<String> paths = new TreeSet<>();
    c.members().forEach(member -> paths.addAll(rootTypes(member)));
    known.add(
        c.members().stream().anyMatch(CollectionId.class::isInstance)
            ? Known.unknown(Kind.TYPE)
            : Known.of(Kind.TYPE, paths.stream().map(Type::new).toList()));
    known.add(
        Known.of(
            Kind.MEMBER,
            c.members().stream().map(id -> new Member(new Localisation.Identity(id))).toList()));
    return known;
  }

  static Signature of(UnitId id) {
    List<Known<?>> known = new ArrayList<>();
    known.add(Known.of(Kind.LOCALISATION, List.of(new Localisation.Identity(id))));
    List<Type> types = rootTypes(id).stream().map(Type::new).toList();
    known.add(types.isEmpty() ? Known.unknown(Kind.TYPE) : Known.of(Kind.TYPE, types));
    return new Signature(id, Statements.of(known));
  }

  /** What an identity tells of a unit's types: nothing of a collection's. */
  private static List<String> rootTypes(UnitId id) {
    return switch (id) {
      case PackageId p ->
          SOURCE_ARCHITECTURES.contains(p.architecture().toLowerCase(Locale.ROOT))
              ? List.of("source")
              : List.of("binary");
      case UtilityId u -> List.of("utility");
      case CollectionId c -> List.of();
    };
  }

  /** What a unit has that is no package: its versions are in Debian's order. */
  private static List<Known<?>> plain(UnitId id) {
    Versions own = new Versions.Span(PackageFormat.DEB, id.version(), id.version());
    List<Known<?>> known = new ArrayList<>();
    known.add(Known.of(Kind.VERSION, List.of(new Version(own))));
    known.add(Known.of(Kind.FUNCTIONALITY, List.of(new Functionality(id.name(), own))));
    known.add(Known.of(Kind.REQUIREMENT, List.of()));
    known.add(Known.of(Kind.CONFLICT, List.of()));
    return known;
  }
}
