/** The users of the network, to whom rights are given. */
@NullMarked
package org.edos.physical.people;

import org.jspecify.annotations.NullMarked;
