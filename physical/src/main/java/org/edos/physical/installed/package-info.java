/** What a machine has installed, as its package manager says. */
@NullMarked
package org.edos.physical.installed;

import org.jspecify.annotations.NullMarked;
