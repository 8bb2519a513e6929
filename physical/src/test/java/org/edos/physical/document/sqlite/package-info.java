/** Documents in SQLite files, whole and damaged. */
@NullMarked
package org.edos.physical.document.sqlite;

import org.jspecify.annotations.NullMarked;
