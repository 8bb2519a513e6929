/**
 * Channels in the grid. Two caches: {@code channels} holds, by name, a channel with the ids it has
 * reached; {@code channel-events} holds each event under its channel's generation and its id. The
 * event itself takes the id: it is put where nothing is yet, in one atomic step at its owner, so
 * ids have neither gaps nor repetitions whoever appends, and a crash loses at most the note of how
 * far the channel has come, which the next reader mends by looking one id further.
 */
@NullMarked
package org.edos.physical.channel.grid;

import org.jspecify.annotations.NullMarked;
