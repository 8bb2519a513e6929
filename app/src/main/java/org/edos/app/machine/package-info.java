/**
 * The machine that a daemon runs on: what makes its apt and dnf fetch through the daemon, and
 * whether all is in order there. For the command line and the pages alike.
 */
@NullMarked
package org.edos.app.machine;

import org.jspecify.annotations.NullMarked;
