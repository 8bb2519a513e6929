/** HTTP byte by byte, for tests of what other libraries would put right unasked. */
@NullMarked
package org.edos.testkit.wire;

import org.jspecify.annotations.NullMarked;
