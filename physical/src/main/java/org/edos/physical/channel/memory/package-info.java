/** Channels kept in memory: for tests, examples and the demo. */
@NullMarked
package org.edos.physical.channel.memory;

import org.jspecify.annotations.NullMarked;
