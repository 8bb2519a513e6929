/** Torrents, trackers and what every engine does. */
@NullMarked
package org.edos.physical.torrent;

import org.jspecify.annotations.NullMarked;
