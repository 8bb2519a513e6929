/** Tests of the bound that flash crowds are measured against. */
@NullMarked
package org.edos.bench.crowd;

import org.jspecify.annotations.NullMarked;
