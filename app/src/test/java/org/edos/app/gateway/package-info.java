@NullMarked
package org.edos.app.gateway;

import org.jspecify.annotations.NullMarked;
