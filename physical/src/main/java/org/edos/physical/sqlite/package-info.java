/**
 * SQLite files, in which a daemon keeps what is its own: what every {@code *.sqlite} adapter needs
 * of the engine, as {@code physical.grid} is for the grid's.
 */
@NullMarked
package org.edos.physical.sqlite;

import org.jspecify.annotations.NullMarked;
