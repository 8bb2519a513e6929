package org.edos.core.attribute;

/**
 * A group of attributes of different kinds, in one of three roles: a {@link Template} says what is
 * looked for, a {@link Signature} what a unit is, a {@link State} what a machine has. Immutable.
 */
public sealed interface Directory permits Template, Signature, State {
  /**
   * Whether this matches what is looked for. A signature or state does if its attributes match the
   * template's expression of each kind; a template if whatever matches it matches the other.
   */
  boolean matches(Template template);
}
