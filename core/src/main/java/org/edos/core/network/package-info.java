/** The indexing network as its members and those outside speak of it: invitations and members. */
@NullMarked
package org.edos.core.network;

import org.jspecify.annotations.NullMarked;
