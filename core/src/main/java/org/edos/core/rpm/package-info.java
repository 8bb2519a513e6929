/**
 * The rpm world, as streams: package headers, the order of versions, the repodata trees that dnf
 * reads, and the writing of such indexes for a bare folder of packages. Eclipse Packager decodes
 * headers; everything read is bounded first.
 */
@NullMarked
package org.edos.core.rpm;

import org.jspecify.annotations.NullMarked;
