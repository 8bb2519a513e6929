/** Snapshots of repositories in an SQLite file. */
@NullMarked
package org.edos.physical.snapshot.sqlite;

import org.jspecify.annotations.NullMarked;
