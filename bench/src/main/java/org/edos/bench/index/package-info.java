/**
 * How fast a distribution's metadata is loaded into the index and asked for, against a scan and
 * apt-cache.
 */
@NullMarked
package org.edos.bench.index;

import org.jspecify.annotations.NullMarked;
