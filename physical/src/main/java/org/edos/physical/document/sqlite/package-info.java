/** Documents in an SQLite file. */
@NullMarked
package org.edos.physical.document.sqlite;

import org.jspecify.annotations.NullMarked;
