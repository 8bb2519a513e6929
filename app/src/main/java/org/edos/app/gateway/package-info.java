/** The gateway's face: a forward proxy and {@code /origin/...}, for unmodified apt and dnf. */
@NullMarked
package org.edos.app.gateway;

import org.jspecify.annotations.NullMarked;
