/**
 * The HTTP interface of a daemon: one table of routes over an actor, with rights, errors, ranges
 * and streams handled once for all of them.
 */
@NullMarked
package org.edos.app.rest;

import org.jspecify.annotations.NullMarked;
