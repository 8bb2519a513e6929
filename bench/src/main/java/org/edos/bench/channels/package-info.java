/** Channels: who is told of what, and how fast. */
@NullMarked
package org.edos.bench.channels;

import org.jspecify.annotations.NullMarked;
