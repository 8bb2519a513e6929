package org.edos.core.query;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.edos.core.metadata.Relation;

/**
 * What of a document a query can speak of, by the name it has there. Values and words are compared
 * in lower case.
 */
public enum Field {
  /** The unit's written identity. */
  ID(Kind.WHOLE),
  /** {@code package}, {@code utility} or {@code collection}. */
  KIND(Kind.WHOLE),
  NAME(Kind.WHOLE),
  VERSION(Kind.VERSION),
  ARCH(Kind.WHOLE),
  FORMAT(Kind.WHOLE),
  DISTRIBUTION(Kind.WHOLE),
  SIZE(Kind.NUMBER),
  INSTALLED_SIZE(Kind.NUMBER),
  SHA256(Kind.WHOLE),
  CATEGORY(Kind.WHOLE),
  LICENSE(Kind.TOKENS),
  SUMMARY(Kind.TEXT),
  DESCRIPTION(Kind.TEXT),
  MAINTAINER(Kind.TEXT),
  HOMEPAGE(Kind.TEXT),
  SOURCE(Kind.WHOLE),
  DATE(Kind.DATE),
  REQUIRES(Kind.WHOLE),
  PRE_REQUIRES(Kind.WHOLE),
  RECOMMENDS(Kind.WHOLE),
  SUGGESTS(Kind.WHOLE),
  SUPPLEMENTS(Kind.WHOLE),
  ENHANCES(Kind.WHOLE),
  PROVIDES(Kind.WHOLE),
  CONFLICTS(Kind.WHOLE),
  BREAKS(Kind.WHOLE),
  REPLACES(Kind.WHOLE),
  OBSOLETES(Kind.WHOLE),
  /** An absolute path that a package installs. */
  FILE(Kind.WHOLE),
  /** A utility's place in its release's tree. */
  PATH(Kind.WHOLE),
  /** The written identity of a collection's member. */
  MEMBER(Kind.WHOLE),
  /** {@code yes} of a package that every machine has. */
  ESSENTIAL(Kind.WHOLE),
  /** How packages of several architectures share a package. */
  MULTI_ARCH(Kind.WHOLE);

  /** How a field's values are compared. */
  public enum Kind {
    /** As a whole. */
    WHOLE,
    /** As a whole, or in the order of versions of the document's package format. */
    VERSION,
    /**
     * By one of its tokens, which white space, commas and parentheses divide: {@code GPL-2.0-only}
     * is one.
     */
    TOKENS,
    /** By words that follow one another in it. */
    TEXT,
    /** As a whole number. */
    NUMBER,
    /** As a point in time. */
    DATE
  }

  private static final Map<String, Field> BY_NAME = new HashMap<>();
  private static final Map<String, Field> BY_OWN_NAME;

  static {
    for (Field field : values()) {
      BY_NAME.put(field.toString(), field);
    }
    BY_OWN_NAME = Map.copyOf(BY_NAME);
    BY_NAME.put("architecture", ARCH);
    BY_NAME.put("licence", LICENSE);
    BY_NAME.put("section", CATEGORY);
    BY_NAME.put("depends", REQUIRES);
    BY_NAME.put("pre-depends", PRE_REQUIRES);
  }

  private final Kind kind;
  private final String written = name().toLowerCase(Locale.ROOT).replace('_', '-');

  private final String valuePrefix = written + "=";
  private final String wordPrefix = written + "~";

  Field(Kind kind) {
    this.kind = kind;
  }

  /** The field of that name, which is the document's element, or of a usual other name. */
  public static Optional<Field> of(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** Every field by the name that it has in documents. */
  static Map<String, Field> names() {
    return BY_OWN_NAME;
  }

  /** Whether a document in the written form has at most one value of it. */
  boolean isSingle() {
    return !isRelation() && this != FILE && this != MEMBER;
  }

  /** Whether its values are the names of a relation's capabilities. */
  boolean isRelation() {
    return compareTo(REQUIRES) >= 0 && compareTo(OBSOLETES) <= 0;
  }

  /** The field of a relation's capabilities. */
  static Optional<Field> of(Relation.Kind relation) {
    return of(relation.element());
  }

  /** How its values are compared. */
  public Kind kind() {
    return kind;
  }

  String valuePrefix() {
    return valuePrefix;
  }

  String wordPrefix() {
    return wordPrefix;
  }

  /** The name in queries: {@code installed-size}. */
  @Override
  public String toString() {
    return written;
  }
}
