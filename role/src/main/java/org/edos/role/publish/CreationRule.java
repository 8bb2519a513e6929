package org.edos.role.publish;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.attribute.IntegrityRules;
import org.edos.core.attribute.Signature;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.release.Composition;
import org.edos.core.unit.UnitId;

/** Holds what is to be published to the rule of creation. */
final class CreationRule {
  private CreationRule() {}

  /**
   * A package, as far as the rule looks at it: without its words and files.
   *
   * @throws EdosException (refused) if it breaks the rule
   */
  static void require(PackageMetadata metadata) {
    List<Relation> provided =
        metadata.relations().stream()
            .filter(relation -> relation.kind() == Relation.Kind.PROVIDES)
            .toList();
    PackageMetadata looked =
        metadata
            .draft()
            .summary("")
            .description("")
            .license("")
            .relations(provided)
            .files(List.of())
            .finished();
    IntegrityRules.requireCreation(Signature.of(looked), id -> Optional.empty());
  }

  /**
   * The collections of a state: their members are units of it.
   *
   * @throws EdosException (refused) if one of them breaks the rule
   */
  static void require(Composition composition) {
    Map<UnitId, Signature> known = new HashMap<>();
    composition.entries().forEach(entry -> known.put(entry.unit(), Signature.of(entry.unit())));
    composition
        .collections()
        .forEach(collection -> known.put(collection.id(), Signature.of(collection)));
    composition
        .collections()
        .forEach(collection ->
            IntegrityRules.requireCreation(
                Signature.of(collection), id -> Optional.ofNullable(known.get(id))));
  }
}
