/** Tests of the command line. */
@NullMarked
package org.edos.app.cli;

import org.jspecify.annotations.NullMarked;
