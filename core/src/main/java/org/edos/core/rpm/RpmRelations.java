package org.edos.core.rpm;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.edos.core.EdosException;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.metadata.Relation.Kind;

/** The dependencies in a package's header. */
final class RpmRelations {
  private static final int LESS = 1 << 1;
  private static final int GREATER = 1 << 2;
  private static final int EQUAL = 1 << 3;

  /**
   * Needed before installation: the old flag, and those of the scripts that run before and after
   * it.
   */
  private static final int BEFORE = 1 << 6 | 1 << 9 | 1 << 10;

  private static final Map<Kind, Tags> TAGS = tags();

  /** The three parallel arrays of one kind of relation. */
  private record Tags(int name, int flags, int version) {}

  private RpmRelations() {}

  private static Map<Kind, Tags> tags() {
    Map<Kind, Tags> tags = new EnumMap<>(Kind.class);
    tags.put(Kind.REQUIRES, new Tags(1049, 1048, 1050));
    tags.put(Kind.RECOMMENDS, new Tags(5046, 5048, 5047));
    tags.put(Kind.SUGGESTS, new Tags(5049, 5051, 5050));
    tags.put(Kind.SUPPLEMENTS, new Tags(5052, 5054, 5053));
    tags.put(Kind.ENHANCES, new Tags(5055, 5057, 5056));
    tags.put(Kind.PROVIDES, new Tags(1047, 1112, 1113));
    tags.put(Kind.CONFLICTS, new Tags(1054, 1053, 1055));
    tags.put(Kind.OBSOLETES, new Tags(1090, 1114, 1115));
    return tags;
  }

  static List<Relation> of(String what, RpmHeader header) {
    List<Relation> relations = new ArrayList<>();
    TAGS.forEach((kind, tags) -> append(what, header, kind, tags, relations));
    return relations;
  }

  private static void append(
      String what, RpmHeader header, Kind kind, Tags tags, List<Relation> relations) {
    List<String> names = header.texts(tags.name());
    List<Long> flags = header.numbers(tags.flags());
    List<String> versions = header.texts(tags.version());
    if (flags.size() != names.size() || versions.size() != names.size()) {
      throw EdosException.external(
          what + " is damaged: its " + kind.element() + " differ in length");
    }
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).isBlank()) {
        long flag = flags.get(i);
        Kind precise = kind == Kind.REQUIRES && (flag & BEFORE) != 0 ? Kind.PRE_REQUIRES : kind;
        relations.add(relation(precise, names.get(i), operator(flag), versions.get(i)));
      }
    }
  }

  private static String operator(long flags) {
    return ((flags & LESS) != 0 ? "<" : (flags & GREATER) != 0 ? ">" : "")
        + ((flags & EQUAL) != 0 ? "=" : "");
  }

  /**
   * A relation of one capability; an operator without a version, or the other way round, restricts
   * nothing.
   */
  static Relation relation(Kind kind, String name, String operator, String version) {
    String plain = RpmVersion.parse(version).toString();
    return new Relation(
        kind,
        List.of(
            operator.isEmpty() || plain.isEmpty()
                ? Capability.any(name)
                : new Capability(name, operator, plain)));
  }
}
