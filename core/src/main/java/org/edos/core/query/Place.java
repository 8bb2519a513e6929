package org.edos.core.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A kind of node that a document in the written form has: what a path may lead to. Elements that
 * are not known may stand anywhere below the root and have only elements below them that are not
 * known either.
 *
 * @param kind which
 * @param field whose value it has or holds, or the kind's own where there is none
 */
record Place(Kind kind, Field field) {
  /** Where in a document. */
  enum Kind {
    DOCUMENT,
    ROOT,
    /** The root's attribute id. */
    ID,
    /** An element with a field's value. */
    VALUE,
    RELATION,
    CAPABILITY,
    CAPABILITY_NAME,
    FILES,
    FILE,
    TEXT,
    /** A node that the fields do not tell of. */
    OTHER
  }

  static final Place DOCUMENT = new Place(Kind.DOCUMENT, Field.ID);
  private static final Place ROOT = new Place(Kind.ROOT, Field.ID);
  private static final Place FILES = new Place(Kind.FILES, Field.FILE);
  private static final Place FILE = new Place(Kind.FILE, Field.FILE);
  private static final Place OTHER = new Place(Kind.OTHER, Field.ID);

  /** The places that a step leads to. */
  List<Place> step(XPath.Step step) {
    if (step.axis() == XPath.Axis.SELF) {
      return List.of(this);
    }
    List<Place> found = new ArrayList<>();
    if (step.descendant()) {
      for (Place place : withDescendants()) {
        place.to(step, found);
      }
    } else {
      to(step, found);
    }
    return found.stream().distinct().toList();
  }

  private List<Place> withDescendants() {
    List<Place> all = new ArrayList<>();
    all.add(this);
    for (int i = 0; i < all.size(); i++) {
      for (Place child : all.get(i).children()) {
        if (!all.contains(child)) {
          all.add(child);
        }
      }
    }
    return all;
  }

  private void to(XPath.Step step, List<Place> found) {
    boolean any = step.name().equals("*");
    switch (step.axis()) {
      case ELEMENT ->
          children().stream().filter(p -> any || p.isNamed(step.name())).forEach(found::add);
      case ATTRIBUTE -> attributes(step.name(), any, found);
      case TEXT -> {
        if (kind != Kind.DOCUMENT) {
          boolean value = kind == Kind.VALUE || kind == Kind.FILE;
          found.add(value ? new Place(Kind.TEXT, field) : OTHER);
        }
      }
      case SELF -> found.add(this);
    }
  }

  private List<Place> children() {
    return switch (kind) {
      case DOCUMENT -> List.of(ROOT);
      case ROOT -> ofRoot();
      case RELATION -> List.of(new Place(Kind.CAPABILITY, field), OTHER);
      case FILES -> List.of(FILE, OTHER);
      case VALUE, CAPABILITY, FILE, OTHER -> List.of(OTHER);
      case ID, CAPABILITY_NAME, TEXT -> List.of();
    };
  }

  private static List<Place> ofRoot() {
    List<Place> children = new ArrayList<>();
    for (Field field : Field.values()) {
      if (field.isRelation()) {
        children.add(new Place(Kind.RELATION, field));
      } else if (field != Field.ID && field != Field.KIND && field != Field.FILE) {
        children.add(new Place(Kind.VALUE, field));
      }
    }
    children.add(FILES);
    children.add(OTHER);
    return children;
  }

  private void attributes(String name, boolean any, List<Place> found) {
    if (kind == Kind.ROOT && (any || name.equals("id"))) {
      found.add(new Place(Kind.ID, Field.ID));
    } else if (kind == Kind.CAPABILITY && (any || name.equals("name"))) {
      found.add(new Place(Kind.CAPABILITY_NAME, field));
    }
    boolean only =
        (kind == Kind.ROOT && name.equals("id"))
            || (kind == Kind.CAPABILITY && name.equals("name"));
    if (!only && kind != Kind.DOCUMENT) {
      found.add(OTHER);
    }
  }

  private boolean isNamed(String name) {
    return switch (kind) {
      case ROOT -> ROOTS.containsKey(name);
      case VALUE, RELATION -> field.toString().equals(name);
      case CAPABILITY -> name.equals("capability");
      case FILES -> name.equals("files");
      case FILE -> name.equals("file");
      case OTHER -> !isKnown(name);
      case DOCUMENT, ID, CAPABILITY_NAME, TEXT -> false;
    };
  }

  private static final Map<String, Query> ROOTS =
      Map.of(
          "package", new Query.Has(Field.KIND, "package", false),
          "utility", new Query.Has(Field.KIND, "utility", false),
          "collection", new Query.Has(Field.KIND, "collection", false));

  /** Whether elements of this name stand only where the fields tell of them. */
  static boolean isKnown(String name) {
    Field field = Field.names().get(name);
    return ROOTS.containsKey(name)
        || name.equals("capability")
        || name.equals("files")
        || (field != null && field != Field.ID && field != Field.KIND);
  }

  /** What the fields tell of whether a document has such a node. */
  Approximation existence(XPath.Step step) {
    return switch (kind) {
      case DOCUMENT -> Approximation.TRUE;
      case ROOT ->
          step.axis() == XPath.Axis.ELEMENT && !step.name().equals("*")
              ? Approximation.exactly(ROOTS.getOrDefault(step.name(), Query.NONE))
              : Approximation.TRUE;
      case ID -> Approximation.TRUE;
      case VALUE, RELATION, CAPABILITY, CAPABILITY_NAME, FILES, FILE, TEXT ->
          Approximation.exactly(new Query.Exists(field));
      case OTHER -> Approximation.UNKNOWN;
    };
  }

  /** Whether a document has at most one such node. */
  boolean isSingle() {
    return switch (kind) {
      case DOCUMENT, ROOT, ID -> true;
      case VALUE, TEXT -> field.isSingle();
      case RELATION, CAPABILITY, CAPABILITY_NAME, FILES, FILE, OTHER -> false;
    };
  }

  /** Whether its text is a value of its field. */
  boolean isValue() {
    return switch (kind) {
      case ID, VALUE, CAPABILITY_NAME, FILE, TEXT -> true;
      case DOCUMENT, ROOT, RELATION, CAPABILITY, FILES, OTHER -> false;
    };
  }
}
