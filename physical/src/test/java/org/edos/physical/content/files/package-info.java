/** Contents as files, on real disks and in processes that die. */
@NullMarked
package org.edos.physical.content.files;

import org.jspecify.annotations.NullMarked;
