/** Who a peer is: Publisher, Mirror and Client, each a default assembly of roles. */
@NullMarked
package org.edos.actor;

import org.jspecify.annotations.NullMarked;
