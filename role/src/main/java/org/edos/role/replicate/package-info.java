/**
 * The replicating role: following another peer's releases and channels, so that this one can answer
 * for them.
 */
@NullMarked
package org.edos.role.replicate;

import org.jspecify.annotations.NullMarked;
