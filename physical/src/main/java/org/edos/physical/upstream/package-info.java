/** Web servers that know nothing of Edos, asked as a proxy asks them. */
@NullMarked
package org.edos.physical.upstream;

import org.jspecify.annotations.NullMarked;
