/** Who is in the indexing network, and what each says of itself. */
@NullMarked
package org.edos.physical.membership;

import org.jspecify.annotations.NullMarked;
