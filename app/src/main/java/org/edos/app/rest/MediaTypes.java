package org.edos.app.rest;

import java.util.Locale;
import java.util.Map;

/**
 * Media types of what repositories hold. Pages and scripts among them are given as plain text,
 * never to be run.
 */
public final class MediaTypes {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final Map<String, String> BY_ENDING =
      Map.ofEntries(
          Map.entry("deb", "application/vnd.debian.binary-package"),
          Map.entry("udeb", "application/vnd.debian.binary-package"),
          Map.entry("rpm", "application/x-rpm"),
          Map.entry("drpm", "application/x-rpm"),
          Map.entry("xml", "application/xml"),
          Map.entry("gz", "application/gzip"),
          Map.entry("xz", "application/x-xz"),
          Map.entry("bz2", "application/x-bzip2"),
          Map.entry("zst", "application/zstd"),
          Map.entry("zck", "application/x-zchunk"),
          Map.entry("iso", "application/x-iso9660-image"),
          Map.entry("gpg", "application/pgp-signature"),
          Map.entry("asc", "application/pgp-signature"),
          Map.entry("html", TEXT),
          Map.entry("htm", TEXT),
          Map.entry("js", TEXT),
          Map.entry("txt", TEXT),
          Map.entry("dsc", TEXT),
          Map.entry("repo", TEXT));

  private MediaTypes() {}

  /** The type of a file of this name. */
  public static String of(String fileName) {
    int dot = fileName.lastIndexOf('.');
    if (dot < 0) {
      return isIndex(fileName) ? TEXT : "application/octet-stream";
    }
    return BY_ENDING.getOrDefault(
        fileName.substring(dot + 1).toLowerCase(Locale.ROOT), "application/octet-stream");
  }

  private static boolean isIndex(String fileName) {
    return fileName.matches(
        "InRelease|Release|Packages|Sources|Index|Translation-[a-zA-Z_]+|Contents-[a-z0-9-]+");
  }
}
