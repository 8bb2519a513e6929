/**
 * Swarms: torrents over contents, the engine that downloads and seeds them, and the tracker that
 * introduces their peers.
 */
@NullMarked
package org.edos.physical.torrent;

import org.jspecify.annotations.NullMarked;
