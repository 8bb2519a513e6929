/** What the engine with a process of its own does. */
@NullMarked
package org.edos.physical.torrent.libtorrent;

import org.jspecify.annotations.NullMarked;
