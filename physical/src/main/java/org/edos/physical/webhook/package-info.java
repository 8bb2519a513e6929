/** Passing on what arrived in an inbox to the web services of others. */
@NullMarked
package org.edos.physical.webhook;

import org.jspecify.annotations.NullMarked;
