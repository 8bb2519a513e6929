/** Tests of the bound that flash crowds are measured against. */
@NullMarked
package org.edos.bench.flashcrowd;

import org.jspecify.annotations.NullMarked;
