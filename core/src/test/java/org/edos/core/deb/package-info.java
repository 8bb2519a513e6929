/**
 * Specifications of Debian's formats, held against real packages and the real dpkg and apt where
 * they are installed.
 */
@NullMarked
package org.edos.core.deb;

import org.jspecify.annotations.NullMarked;
