/** The chain of the audit log. */
@NullMarked
package org.edos.core.audit;

import org.jspecify.annotations.NullMarked;
