package org.edos.app.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.edos.core.release.ReleaseId;

/** Addresses of the daemon's HTTP interface, with every part written safely. */
final class ApiPath {
  private ApiPath() {}

  /** {@code /api/v1/} and these parts, each written as one part of a path. */
  static String of(String... parts) {
    StringBuilder path = new StringBuilder("/api/v1");
    for (String part : parts) {
      path.append('/').append(encode(part).replace("+", "%20"));
    }
    return path.toString();
  }

  /** What there is under this collection for a release. */
  static String of(String collection, ReleaseId release) {
    return of(collection, release.name(), release.version());
  }

  /** A value in the query of an address. */
  static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
