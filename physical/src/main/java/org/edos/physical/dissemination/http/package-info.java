/** The desk of a flash crowd, reached over HTTP. */
@NullMarked
package org.edos.physical.dissemination.http;

import org.jspecify.annotations.NullMarked;
