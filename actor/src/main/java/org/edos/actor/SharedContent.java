package org.edos.actor;

import org.edos.core.unit.Sha256;

/**
 * A content that a peer shares.
 *
 * @param id of its bytes
 * @param size in bytes
 * @param name its path in a release's tree; empty where none is known
 * @param unit the id of the package or file that it is the content of; empty where none is known
 */
public record SharedContent(Sha256 id, long size, String name, String unit) {}
