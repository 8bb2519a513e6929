@NullMarked
package org.edos.physical.upstream.http;

import org.jspecify.annotations.NullMarked;
