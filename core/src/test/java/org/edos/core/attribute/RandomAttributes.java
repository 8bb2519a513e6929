package org.edos.core.attribute;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageDraft;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.UnitMetadata;
import org.edos.core.query.OracleDocuments;

/** Attributes, expressions and directories by chance, mostly of what real packages say. */
final class RandomAttributes {
  /** Licences as packages of both formats and of all times state them. */
  private static final List<String> LICENCES =
      List.of(
          "MIT",
          "GPLv2+ and LGPLv2+",
          "GPL-2.0-only",
          "GPL-2.0-or-later OR MIT",
          "Apache-2.0 AND (MIT OR BSD-2-Clause)",
          "GPL-2.0-or-later WITH Classpath-exception-2.0",
          "AGPL-3.0-only AND MIT",
          "Public Domain",
          "BSD with advertising",
          "see COPYING (mostly)",
          "LGPL-2.1-or-later",
          "");

  private final Random random;
  private final List<UnitMetadata> units = new ArrayList<>();
  private final List<Signature> signatures;
  private final List<Known<?>> known = new ArrayList<>();
  private final List<String> names = new ArrayList<>(LicenceTable.get().all());

  RandomAttributes(long seed) {
    random = new Random(seed);
    OracleDocuments.all()
        .forEach(document -> {
          UnitMetadata unit = MetadataXml.read(document.xml());
          units.add(unit instanceof PackageMetadata p ? licensed(p) : unit);
        });
    signatures = units.stream().map(Signature::of).toList();
    signatures.forEach(signature -> known.addAll(signature.all()));
  }

  private PackageMetadata licensed(PackageMetadata p) {
    PackageDraft draft = p.draft().license(one(LICENCES));
    return draft.finished();
  }

  List<UnitMetadata> units() {
    return units;
  }

  List<Signature> signatures() {
    return signatures;
  }

  boolean chance(int in) {
    return random.nextInt(in) == 0;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** What a unit has of a kind: of a real one, or a licence of the table. */
  <A extends Attribute<A>> A offered(Kind<A> kind) {
    if (kind == Kind.LICENCE && chance(2)) {
      return kind.parse(licence(2));
    }
    while (true) {
      List<A> list = one(signatures).get(kind).list();
      if (!list.isEmpty()) {
        return one(list);
      }
      if (kind == Kind.COMPATIBILITY) {
        return kind.parse(one(List.of("1.2", ">= 1.2-3", "< 2")));
      }
    }
  }

  /** What somebody may want of a kind. */
  <A extends Attribute<A>> A wanted(Kind<A> kind) {
    return kind.parse(text(kind));
  }

  private String text(Kind<?> kind) {
    Attribute<?> real = attribute(kind);
    return switch (real) {
      case Localisation localisation -> chance(2) ? localisation.name() : localisation.toString();
      case Member member -> chance(2) ? member.unit().name() : member.toString();
      case Functionality functionality -> functionality.name() + compared();
      case Version version -> version(version.versions());
      case Compatibility compatibility -> version(compatibility.versions());
      case Description description ->
          String.join(" ", List.of(one(description.words()), one(description.words())));
      case Type type -> chance(2) ? type.path().split("/", -1)[0] : type.path();
      case Licence licence -> chance(3) ? licence(2) : one(names);
      case Requirement requirement ->
          chance(2)
              ? requirement.toString()
              : one(requirement.alternatives()).name().replace("|", "") + compared();
      case Conflict conflict -> conflict.with().name() + compared();
    };
  }

  private <A extends Attribute<A>> Attribute<?> attribute(Kind<A> kind) {
    return offered(kind);
  }

  private String version(Versions versions) {
    String version =
        switch (versions) {
          case Versions.Span span -> chance(3) ? span.version().split("-", -1)[0] : span.version();
          case Versions.Compared asked -> asked.version();
          default -> "1.2";
        };
    return one(List.of("", "< ", "<= ", ">= ", "> ")) + version;
  }

  private String compared() {
    return chance(2)
        ? ""
        : one(List.of(" < ", " <= ", " = ", " >= ", " > "))
            + one(List.of("1", "1.2", "1.2-3", "2:2.3-1", "12.4", "2.36-9"));
  }

  /** A licence expression of the table's names. */
  String licence(int depth) {
    if (depth == 0 || chance(2)) {
      return one(names) + (chance(6) ? " WITH " + one(List.of("GCC-exception-3.1", "Bison")) : "");
    }
    return "(" + licence(depth - 1) + one(List.of(" AND ", " OR ")) + licence(depth - 1) + ")";
  }

  <A extends Attribute<A>> Expression<A> expression(Kind<A> kind, int depth) {
    if (depth == 0 || chance(3)) {
      return switch (random.nextInt(12)) {
        case 0 -> new Expression.Unknown<>();
        case 1, 2 -> new Expression.Itself<>(wanted(kind));
        default -> new Expression.Wanted<>(wanted(kind));
      };
    }
    return switch (random.nextInt(3)) {
      case 0 -> Expression.not(expression(kind, depth - 1));
      case 1 -> Expression.all(List.of(expression(kind, depth - 1), expression(kind, depth - 1)));
      default -> Expression.any(List.of(expression(kind, depth - 1), expression(kind, depth - 1)));
    };
  }

  Kind<?> kind() {
    return one(Kind.all());
  }

  Template template() {
    Template template = Template.any();
    for (int lines = 1 + random.nextInt(3); lines > 0; lines--) {
      template = with(template, kind());
    }
    return template;
  }

  private <A extends Attribute<A>> Template with(Template template, Kind<A> kind) {
    return template.with(kind, expression(kind, 3));
  }

  /** How often each kind came, to see that none is left out. */
  Map<String, Long> count(List<Template> templates) {
    return templates.stream()
        .flatMap(template -> template.parts().stream())
        .collect(Collectors.groupingBy(part -> part.kind().toString(), Collectors.counting()));
  }
}
