/**
 * Follows existing repositories through their signed indexes, which say what every file must be
 * before anybody asks for it.
 */
@NullMarked
package org.edos.role.follow;

import org.jspecify.annotations.NullMarked;
