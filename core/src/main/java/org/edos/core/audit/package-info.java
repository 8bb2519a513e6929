/** Who did what to a publisher's network, when and with what outcome, in a chain of hashes. */
@NullMarked
package org.edos.core.audit;

import org.jspecify.annotations.NullMarked;
