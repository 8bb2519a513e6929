/**
 * The web page of each peer: what it is doing, live. Rendered on the server; nothing is loaded from
 * anywhere else.
 */
@NullMarked
package org.edos.app.web;

import org.jspecify.annotations.NullMarked;
