/** Inboxes in SQLite files. */
@NullMarked
package org.edos.physical.channel.sqlite;

import org.jspecify.annotations.NullMarked;
