/** The command line: every command of {@code edos}, its options, its output and its exit codes. */
@NullMarked
package org.edos.app.cli;

import org.jspecify.annotations.NullMarked;
