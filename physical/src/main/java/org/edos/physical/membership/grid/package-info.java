/** The members of the network, as the grid's nodes are. */
@NullMarked
package org.edos.physical.membership.grid;

import org.jspecify.annotations.NullMarked;
