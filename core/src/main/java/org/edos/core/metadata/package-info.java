/**
 * What is known of a unit, and its written form: one small XML document per package, utility and
 * collection, described by {@code edos-metadata.xsd}.
 */
@NullMarked
package org.edos.core.metadata;

import org.jspecify.annotations.NullMarked;
