/** A daemon's inbox in an SQLite file. */
@NullMarked
package org.edos.physical.channel.sqlite;

import org.jspecify.annotations.NullMarked;
