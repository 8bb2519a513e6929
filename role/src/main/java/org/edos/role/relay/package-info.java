/**
 * Brings files of existing repositories here: from the store, from peers and from their origin,
 * verified, and readable while they arrive.
 */
@NullMarked
package org.edos.role.relay;

import org.jspecify.annotations.NullMarked;
