/**
 * Users in the grid, whole on every node. One cache, {@code users}, holds each user under {@code
 * user:NAME} and, so that a call costs two look-ups, the name of each key's user under {@code
 * key:KEY}; the user's own entry decides, so that an entry of a key which a crash left behind gives
 * nothing.
 */
@NullMarked
package org.edos.physical.people.grid;

import org.jspecify.annotations.NullMarked;
