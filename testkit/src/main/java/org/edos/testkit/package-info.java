/** Helpers for the tests of every module; depends on no other module. */
@NullMarked
package org.edos.testkit;

import org.jspecify.annotations.NullMarked;
