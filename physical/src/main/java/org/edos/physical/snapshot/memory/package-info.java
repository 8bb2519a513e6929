/** Snapshots of repositories in memory. */
@NullMarked
package org.edos.physical.snapshot.memory;

import org.jspecify.annotations.NullMarked;
