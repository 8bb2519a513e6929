/**
 * What peers of a flash crowd tell one another: wish lists, the clusters planned from them, and how
 * far each has come.
 */
@NullMarked
package org.edos.core.swarm;

import org.jspecify.annotations.NullMarked;
