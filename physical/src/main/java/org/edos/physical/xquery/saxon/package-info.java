/** XQuery 3.1 by Saxon-HE. */
@NullMarked
package org.edos.physical.xquery.saxon;

import org.jspecify.annotations.NullMarked;
