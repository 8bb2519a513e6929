/**
 * Values of the gateway: the files of existing repositories, what their indexes promise of them,
 * and who else has them.
 */
@NullMarked
package org.edos.core.gateway;

import org.jspecify.annotations.NullMarked;
