@org.jspecify.annotations.NullMarked
package org.edos.core.attribute;
