@NullMarked
package org.edos.physical.webhook.http;

import org.jspecify.annotations.NullMarked;
