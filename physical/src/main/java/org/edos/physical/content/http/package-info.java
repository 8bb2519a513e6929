/** Contents of other peers, fetched over HTTP. */
@NullMarked
package org.edos.physical.content.http;

import org.jspecify.annotations.NullMarked;
