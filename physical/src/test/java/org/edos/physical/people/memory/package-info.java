@NullMarked
package org.edos.physical.people.memory;

import org.jspecify.annotations.NullMarked;
