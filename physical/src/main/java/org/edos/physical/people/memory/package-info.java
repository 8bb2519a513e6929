/** Users that live as long as an object. */
@NullMarked
package org.edos.physical.people.memory;

import org.jspecify.annotations.NullMarked;
