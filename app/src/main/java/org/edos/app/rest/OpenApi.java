package org.edos.app.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.network.CallProof;

/** The table of routes as an OpenAPI 3.1 document. */
final class OpenApi {
  private static final Pattern PART = Pattern.compile("[{<]([a-z]+)[}>]");

  private OpenApi() {}

  static Map<String, Object> describe(List<Route> routes) {
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    for (Route route : routes) {
      String path = PART.matcher(route.path()).replaceAll("{$1}");
      paths
          .computeIfAbsent(path, p -> new LinkedHashMap<>())
          .put(route.method().toLowerCase(java.util.Locale.ROOT), operation(route));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put("info", Map.of("title", "Edos daemon", "version", "1"));
    document.put("paths", paths);
    document.put("components", components());
    return document;
  }

  private static Map<String, Object> operation(Route route) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("summary", route.summary());
    if (route.access() == Access.TOKEN) {
      operation.put("security", List.of(Map.of("token", List.of())));
    } else if (route.access() == Access.SIGNED) {
      operation.put(
          "security", List.of(Map.of("token", List.of()), Map.of("signature", List.of())));
    }
    List<Object> parameters = new ArrayList<>();
    Matcher part = PART.matcher(route.path());
    while (part.find()) {
      parameters.add(parameter(part.group(1), "path", true));
    }
    route.query().forEach(name -> parameters.add(parameter(name, "query", false)));
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    if (!route.body().isEmpty()) {
      String type = route.body().startsWith("XML") ? "application/xml" : "application/json";
      operation.put(
          "requestBody", Map.of("description", route.body(), "content", Map.of(type, Map.of())));
    }
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put("200", Map.of("description", route.answer()));
    responses.put("default", Map.of("$ref", "#/components/responses/Failure"));
    operation.put("responses", responses);
    return operation;
  }

  private static Map<String, Object> parameter(String name, String in, boolean required) {
    return Map.of("name", name, "in", in, "required", required, "schema", Map.of("type", "string"));
  }

  private static Map<String, Object> components() {
    Map<String, Object> text = Map.of("type", "string");
    Map<String, Object> failure =
        Map.of(
            "type",
            "object",
            "properties",
            Map.of(
                "error", text,
                "message", text,
                "type", text,
                "title", text,
                "detail", text,
                "status", Map.of("type", "integer")),
            "required",
            List.of("error", "message", "title", "status", "detail"));
    return Map.of(
        "securitySchemes",
            Map.of(
                "token", Map.of("type", "http", "scheme", "bearer"),
                "signature",
                    Map.of("type", "apiKey", "in", "header", "name", CallProof.PROOF_HEADER)),
        "schemas", Map.of("Failure", failure),
        "responses",
            Map.of(
                "Failure",
                Map.of(
                    "description",
                    "What went wrong and what to do about it",
                    "content",
                    Map.of(
                        "application/problem+json",
                        Map.of("schema", Map.of("$ref", "#/components/schemas/Failure"))))));
  }
}
