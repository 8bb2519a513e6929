/** Contents as plain files, and folders as repository trees. */
@NullMarked
package org.edos.physical.content.files;

import org.jspecify.annotations.NullMarked;
