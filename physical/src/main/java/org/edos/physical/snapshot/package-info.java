/**
 * What this machine knows of existing repositories: whole snapshots of their roots, what these
 * list, and what the indexes that came here list in turn.
 */
@NullMarked
package org.edos.physical.snapshot;

import org.jspecify.annotations.NullMarked;
