package org.edos.role.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.core.dependency.Surroundings;
import org.edos.core.dependency.Surroundings.Choice;
import org.edos.core.dependency.Surroundings.Need;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Field;
import org.edos.core.query.Query;
import org.edos.core.query.Question;
import org.edos.core.query.Satisfaction;
import org.edos.core.query.Sort;
import org.edos.core.query.SortOrder;
import org.edos.core.query.TreePattern;
import org.edos.core.query.Words;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.physical.index.IndexReader;
import org.edos.role.Candidates;

/** Looks at what stands around a package in an index. */
record LookingAround(PackageMetadata metadata) {
  /** Most of what a package asks for that is looked at. */
  private static final int MOST_NEEDS = 400;

  /** Most packages that are named for a capability, and most that require it. */
  private static final int MOST_NAMED = 40;

  private static final int MOST_LOOKED_AT = 300;
  private static final int LONGEST_QUESTION = 1800;
  private static final Duration ALLOWED = Duration.ofSeconds(10);

  /**
   * Looks.
   *
   * @throws org.edos.core.EdosException (exhausted) if that takes too long
   */
  Surroundings in(IndexReader index) {
    Deadline deadline = Deadline.in(ALLOWED);
    List<Need> needs = needs(index, deadline);
    deadline.check();
    try (AnswerStream answers = index.ask(question())) {
      return with(needs, answers);
    }
  }

  private static boolean isRequirement(Relation.Kind kind) {
    return kind == Relation.Kind.REQUIRES || kind == Relation.Kind.PRE_REQUIRES;
  }

  private static boolean isNeed(Relation relation) {
    return switch (relation.kind()) {
      case REQUIRES, PRE_REQUIRES, RECOMMENDS, SUGGESTS ->
          !relation.alternatives().getFirst().name().startsWith("rpmlib(");
      default -> false;
    };
  }

  private static boolean suits(String one, String other) {
    return PackageId.isAnywhere(one) || PackageId.isAnywhere(other) || one.equals(other);
  }

  private PackageId id() {
    return metadata.id();
  }

  private PackageFormat format() {
    return id().format();
  }

  private List<Need> needs(IndexReader index, Deadline deadline) {
    List<Relation> relations =
        metadata.relations().stream()
            .filter(LookingAround::isNeed)
            .distinct()
            .limit(MOST_NEEDS)
            .toList();
    Candidates candidates =
        new Candidates(
            index,
            new Candidates.Scope(
                format(),
                Set.of(id().distribution()),
                other -> suits(id().architecture(), other.architecture())),
            deadline::check);
    Set<String> names = new LinkedHashSet<>();
    relations.forEach(relation -> relation.alternatives().forEach(one -> names.add(one.name())));
    candidates.load(names);
    return relations.stream()
        .map(relation ->
            new Need(
                relation,
                relation.alternatives().stream().map(one -> choice(one, candidates)).toList()))
        .toList();
  }

  private static Choice choice(Capability wanted, Candidates candidates) {
    Set<PackageId> packages = new LinkedHashSet<>();
    candidates.named(wanted).forEach(found -> packages.add(found.id()));
    candidates.providing(wanted).forEach(found -> packages.add(found.id()));
    return new Choice(wanted, packages.stream().limit(MOST_NAMED).toList());
  }

  /** Who may require this package: whoever names it, or what it provides. */
  private Question question() {
    Set<String> names = new LinkedHashSet<>();
    names.add(Words.fold(id().name()));
    provided().forEach(one -> names.add(Words.fold(one.name())));
    List<Query> any = new ArrayList<>();
    int length = 0;
    for (String name : names) {
      for (Field field : List.of(Field.REQUIRES, Field.PRE_REQUIRES)) {
        Query part = new Query.Has(field, name, false);
        length += part.toString().length() + 4;
        any.add(part);
      }
      if (length > LONGEST_QUESTION) {
        break;
      }
    }
    Query condition =
        Query.and(
            List.of(
                new Query.Has(Field.FORMAT, format().type(), false),
                new Query.Has(Field.DISTRIBUTION, Words.fold(id().distribution()), false),
                Query.or(any)));
    return Question.of(TreePattern.of(condition), MOST_LOOKED_AT)
        .in(new SortOrder(Sort.NAME, false));
  }

  private List<Capability> provided() {
    return metadata.relations().stream()
        .filter(relation -> relation.kind() == Relation.Kind.PROVIDES)
        .flatMap(relation -> relation.alternatives().stream())
        .toList();
  }

  private Surroundings with(List<Need> needs, AnswerStream answers) {
    Map<String, PackageId> needing = new LinkedHashMap<>();
    long passed = 0;
    while (answers.hasNext() && needing.size() < MOST_NAMED) {
      passed++;
      requiring(answers.next().document().xml())
          .ifPresent(other -> needing.putIfAbsent(other.name(), other));
    }
    long more = Math.max(0, answers.count().units() - passed);
    return new Surroundings(needs, List.copyOf(needing.values()), more);
  }

  private Optional<PackageId> requiring(byte[] document) {
    return MetadataXml.read(document) instanceof PackageMetadata other
            && !other.id().name().equals(id().name())
            && suits(id().architecture(), other.id().architecture())
            && other.relations().stream()
                .filter(relation -> isRequirement(relation.kind()))
                .flatMap(relation -> relation.alternatives().stream())
                .anyMatch(this::isThat)
        ? Optional.of(other.id())
        : Optional.empty();
  }

  private boolean isThat(Capability wanted) {
    return (wanted.name().equals(id().name())
            && Satisfaction.byVersion(format(), wanted, id().version()))
        || provided().stream()
            .anyMatch(one ->
                one.name().equals(wanted.name()) && Satisfaction.byProvided(format(), one, wanted));
  }
}
