/** Tests of fetching contents over HTTP. */
@NullMarked
package org.edos.physical.content.http;

import org.jspecify.annotations.NullMarked;
