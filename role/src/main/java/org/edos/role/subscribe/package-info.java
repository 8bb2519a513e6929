/** The subscribing role: hearing of a channel's events, and acting on them. */
@NullMarked
package org.edos.role.subscribe;

import org.jspecify.annotations.NullMarked;
