@NullMarked
package org.edos.role.locate;

import org.jspecify.annotations.NullMarked;
