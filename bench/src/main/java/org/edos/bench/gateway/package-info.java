/**
 * Real apt and dnf through the gateway, through other caching proxies and without any, in front of
 * an origin on the same machine.
 */
@NullMarked
package org.edos.bench.gateway;

import org.jspecify.annotations.NullMarked;
