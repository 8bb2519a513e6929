package org.edos.core.gateway;

/**
 * A file as an index of packages lists it.
 *
 * @param path relative to what the index's paths are relative to, in the form of a URL's path
 * @param file what it must be
 * @param name of the package; empty for a file that is no package
 * @param version of the package, as its manager writes it
 * @param architecture of the package
 */
public record ListedPackage(
    String path, KnownFile file, String name, String version, String architecture) {}
