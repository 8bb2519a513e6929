/** The members of a network, asked of one of them over HTTP. */
@NullMarked
package org.edos.physical.membership.http;

import org.jspecify.annotations.NullMarked;
