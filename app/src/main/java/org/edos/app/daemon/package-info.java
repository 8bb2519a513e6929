/** A daemon's life: its settings, its home folder, and how commands find it. */
@NullMarked
package org.edos.app.daemon;

import org.jspecify.annotations.NullMarked;
