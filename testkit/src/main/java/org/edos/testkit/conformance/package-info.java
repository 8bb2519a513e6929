/** What RFC 9110 and 9112 ask of a proxy in front of repositories, as checks over the wire. */
@NullMarked
package org.edos.testkit.conformance;

import org.jspecify.annotations.NullMarked;
