/**
 * Measurements of the design's budgets, side by side in one run. A measurement is a {@link Bench}
 * in a package of its own; {@link Main} runs it, prints its {@link Results} as a {@link Table} and
 * keeps them as {@link ResultsJson}.
 */
@NullMarked
package org.edos.bench;

import org.jspecify.annotations.NullMarked;
