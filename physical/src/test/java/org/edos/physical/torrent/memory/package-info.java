/** What the engine inside one process does. */
@NullMarked
package org.edos.physical.torrent.memory;

import org.jspecify.annotations.NullMarked;
