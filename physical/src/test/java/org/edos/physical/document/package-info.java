/** What every document store promises. */
@NullMarked
package org.edos.physical.document;

import org.jspecify.annotations.NullMarked;
