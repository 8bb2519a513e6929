@NullMarked
package org.edos.physical.holdings.http;

import org.jspecify.annotations.NullMarked;
