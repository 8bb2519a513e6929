package org.edos.core.gateway;

import java.util.Optional;

/**
 * A file that a repository's root lists under one of its names.
 *
 * @param path relative to the root's folder, in the form of a URL's path
 * @param file what it must be
 * @param part of the repository that it is, by a name that stays from one root to the next: {@code
 *     main/binary-amd64/Packages.xz}, {@code primary}
 * @param other name of the same file, where it has one: by its hash, or for such a name the plain
 *     one
 * @param lasting whether this name can never mean another file, because it holds a hash
 * @param index that this file is one of the packings of, if it lists packages or patches: {@code
 *     main/binary-amd64/Packages}, {@code primary}
 */
public record ListedFile(
    String path,
    KnownFile file,
    String part,
    Optional<String> other,
    boolean lasting,
    Optional<String> index) {}
