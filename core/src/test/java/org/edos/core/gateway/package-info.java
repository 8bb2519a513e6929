@NullMarked
package org.edos.core.gateway;

import org.jspecify.annotations.NullMarked;
