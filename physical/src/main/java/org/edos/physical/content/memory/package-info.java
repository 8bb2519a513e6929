/** Contents in memory: for tests, examples and short-lived peers. */
@NullMarked
package org.edos.physical.content.memory;

import org.jspecify.annotations.NullMarked;
