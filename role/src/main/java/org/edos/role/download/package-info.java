/**
 * The downloading role: from a wish to verified contents, in a flash crowd or from the best
 * replicas.
 */
@NullMarked
package org.edos.role.download;

import org.jspecify.annotations.NullMarked;
