/**
 * The admitting role: a publisher invites mirrors into its indexing network, and a mirror joins by
 * an invitation.
 */
@NullMarked
package org.edos.role.admit;

import org.jspecify.annotations.NullMarked;
