/** The index of another peer, asked over HTTP. */
@NullMarked
package org.edos.physical.index.http;

import org.jspecify.annotations.NullMarked;
