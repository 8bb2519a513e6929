/** The querying role: questions about every package, utility and release. */
@NullMarked
package org.edos.role.query;

import org.jspecify.annotations.NullMarked;
