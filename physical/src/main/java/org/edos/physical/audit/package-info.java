/** The audit log: what was done is written down before it is done, and how it ended after. */
@NullMarked
package org.edos.physical.audit;

import org.jspecify.annotations.NullMarked;
