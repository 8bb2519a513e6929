/**
 * Another peer, over HTTP: how values are written in JSON, and a client whose bodies are bounded in
 * size and in time. The {@code *.http} adapters of the other mechanisms stand on it.
 */
@NullMarked
package org.edos.physical.peer;

import org.jspecify.annotations.NullMarked;
