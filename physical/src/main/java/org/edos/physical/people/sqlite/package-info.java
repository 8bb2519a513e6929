/** Tokens of programs in an SQLite file. */
@NullMarked
package org.edos.physical.people.sqlite;

import org.jspecify.annotations.NullMarked;
