/** The audit log in an SQLite file. */
@NullMarked
package org.edos.physical.audit.sqlite;

import org.jspecify.annotations.NullMarked;
