/** A program of the user's own, run for what arrives in the inbox. */
@NullMarked
package org.edos.physical.channel.program;

import org.jspecify.annotations.NullMarked;
