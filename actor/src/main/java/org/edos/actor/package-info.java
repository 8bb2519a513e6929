/**
 * Who a peer is: Publisher, Mirror and Client, each a default assembly of roles over the mechanisms
 * of one machine. The faces (command line, HTTP, pages) call nothing below this package.
 */
@NullMarked
package org.edos.actor;

import org.jspecify.annotations.NullMarked;
