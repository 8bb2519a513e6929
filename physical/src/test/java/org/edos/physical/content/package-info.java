/** What every content store promises. */
@NullMarked
package org.edos.physical.content;

import org.jspecify.annotations.NullMarked;
