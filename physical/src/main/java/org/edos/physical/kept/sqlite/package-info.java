/** What the gateway holds, noted in an SQLite file. */
@NullMarked
package org.edos.physical.kept.sqlite;

import org.jspecify.annotations.NullMarked;
