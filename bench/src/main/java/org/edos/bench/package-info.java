/** Measurements of the design's budgets, side by side in one run. */
@NullMarked
package org.edos.bench;

import org.jspecify.annotations.NullMarked;
