/**
 * The attribute model of the project management interface: typed attributes of units that may stand
 * in for one another, expressions and directories of them, and what matches what. A unit's {@link
 * Signature} says everything that is known of it, a {@link Template} what somebody looks for, and a
 * {@link State} what a machine has.
 */
@NullMarked
package org.edos.core.attribute;

import org.jspecify.annotations.NullMarked;
