/** Programs that are run for what arrives. */
@NullMarked
package org.edos.physical.channel.program;

import org.jspecify.annotations.NullMarked;
