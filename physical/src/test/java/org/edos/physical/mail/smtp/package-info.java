@NullMarked
package org.edos.physical.mail.smtp;

import org.jspecify.annotations.NullMarked;
