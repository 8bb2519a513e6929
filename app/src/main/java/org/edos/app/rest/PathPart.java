package org.edos.app.rest;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the parts of paths are that have a name. */
final class PathPart {
  private static final Map<String, Object> TEXT = Map.of("type", "string");
  private static final Map<String, Map<String, Object>> SCHEMAS =
      Map.of(
          "hex", Map.of("type", "string", "pattern", "^[0-9a-f]{64}$"),
          "n", Map.of("type", "integer", "minimum", 0),
          "number", Map.of("type", "integer", "format", "int64"));

  private PathPart() {}

  /** As a parameter of OpenAPI. */
  static Map<String, Object> describe(String name) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("name", name);
    described.put("in", "path");
    described.put("required", true);
    described.put("schema", SCHEMAS.getOrDefault(name, TEXT));
    return described;
  }
}
