/**
 * Debian's formats: package files, versions, control paragraphs, relations between packages, and
 * the tree that apt reads with its indexes. All input is taken as hostile: sizes, counts and
 * expansion are bounded, and whatever is malformed is refused with an {@link
 * org.edos.core.EdosException} that names the file and the cause.
 */
@NullMarked
package org.edos.core.deb;

import org.jspecify.annotations.NullMarked;
