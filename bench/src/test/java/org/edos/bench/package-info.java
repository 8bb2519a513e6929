/** Tests of what measurements are reported with. */
@NullMarked
package org.edos.bench;

import org.jspecify.annotations.NullMarked;
