/**
 * Swarms by libtorrent, in a process of its own: it parses what strangers send, so it holds no
 * keys, is watched, and is started again when it dies. {@link
 * org.edos.physical.torrent.libtorrent.LibtorrentEngine} is the daemon's side, {@link
 * org.edos.physical.torrent.libtorrent.EngineProcess} the other one; they speak by pipes.
 */
@NullMarked
package org.edos.physical.torrent.libtorrent;

import org.jspecify.annotations.NullMarked;
