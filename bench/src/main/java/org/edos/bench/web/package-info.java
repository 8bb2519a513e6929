/** How fast the pages of the web application come, and what it costs to have them open. */
@NullMarked
package org.edos.bench.web;

import org.jspecify.annotations.NullMarked;
