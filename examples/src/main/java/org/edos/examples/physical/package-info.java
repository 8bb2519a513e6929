/** Mechanisms used directly: a content store, an index and a torrent. */
@NullMarked
package org.edos.examples.physical;

import org.jspecify.annotations.NullMarked;
