/** Tests of the web application: a daemon in this process, and a browser's part played by it. */
@NullMarked
package org.edos.app.web;

import org.jspecify.annotations.NullMarked;
