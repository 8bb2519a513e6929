/** How well and how fast flash crowds are planned, by every strategy, up to ten thousand peers. */
@NullMarked
package org.edos.bench.plan;

import org.jspecify.annotations.NullMarked;
