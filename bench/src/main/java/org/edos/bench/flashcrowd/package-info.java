/** How fast a flash crowd is served, against the physical bound and a plain HTTP server. */
@NullMarked
package org.edos.bench.flashcrowd;

import org.jspecify.annotations.NullMarked;
