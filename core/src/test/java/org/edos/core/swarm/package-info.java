/** Tests of flash crowds' values. */
@org.jspecify.annotations.NullMarked
package org.edos.core.swarm;
