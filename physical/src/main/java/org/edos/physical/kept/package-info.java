/** Which contents the gateway holds of its own accord, and when each was last used. */
@NullMarked
package org.edos.physical.kept;

import org.jspecify.annotations.NullMarked;
