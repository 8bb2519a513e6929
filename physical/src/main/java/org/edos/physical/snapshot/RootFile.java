package org.edos.physical.snapshot;

import java.util.Optional;

/**
 * One of the files that make a repository's root, such as InRelease.
 *
 * @param name relative to the root's folder
 * @param bytes of the file; not to be changed
 * @param etag that the origin gave with it
 * @param modified the time that the origin gave with it, as it wrote it
 */
public record RootFile(
    String name, byte[] bytes, Optional<String> etag, Optional<String> modified) {}
