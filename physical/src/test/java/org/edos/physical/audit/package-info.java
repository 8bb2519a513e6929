/** What every audit log promises. */
@NullMarked
package org.edos.physical.audit;

import org.jspecify.annotations.NullMarked;
