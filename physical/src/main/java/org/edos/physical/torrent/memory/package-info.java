/**
 * Swarms inside one process: engines that share a hub exchange pieces, check them and count bytes,
 * without a network.
 */
@NullMarked
package org.edos.physical.torrent.memory;

import org.jspecify.annotations.NullMarked;
