/**
 * What packages need of each other, and whether it can be had: the packages of one machine's
 * repositories, numbered ({@link org.edos.core.dependency.Universe}), what holds between them
 * ({@link org.edos.core.dependency.Rules}) and which of them no machine can have ({@link
 * org.edos.core.dependency.Installability}).
 */
@NullMarked
package org.edos.core.dependency;

import org.jspecify.annotations.NullMarked;
