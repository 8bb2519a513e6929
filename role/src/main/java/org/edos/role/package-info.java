/** What a peer does: one package per role, all with the same skeleton. No role knows another. */
@NullMarked
package org.edos.role;

import org.jspecify.annotations.NullMarked;
