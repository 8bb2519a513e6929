/** Asking a publisher over HTTP to be admitted. */
@NullMarked
package org.edos.physical.trust.http;

import org.jspecify.annotations.NullMarked;
