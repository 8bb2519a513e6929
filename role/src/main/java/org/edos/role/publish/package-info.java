/**
 * The publishing role: from a repository tree to a signed, visible, announced release, and the
 * flash crowds that carry it away.
 */
@NullMarked
package org.edos.role.publish;

import org.jspecify.annotations.NullMarked;
