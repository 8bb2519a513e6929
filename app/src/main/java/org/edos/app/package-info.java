/** The program: its command line and the one place where everything is wired. */
@NullMarked
package org.edos.app;

import org.jspecify.annotations.NullMarked;
