/** Tests of a daemon's life. */
@NullMarked
package org.edos.app.daemon;

import org.jspecify.annotations.NullMarked;
