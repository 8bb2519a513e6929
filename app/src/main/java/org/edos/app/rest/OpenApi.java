package org.edos.app.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.network.CallProof;

/**
 * The table of routes as an OpenAPI 3.1 document, with the schemas of all that is sent and
 * answered. For one thread.
 */
final class OpenApi {
  private static final Pattern PART = Pattern.compile("[{<]([a-z]+)[}>]");
  private static final String PROBLEM = "application/problem+json";

  private static final Map<String, Object> LINK =
      Map.of(
          "description",
          "<...>; rel=\"next\": the next page, where there is one",
          "schema",
          Map.of("type", "string"));

  private final Schemas schemas = new Schemas("#/components/schemas/");

  private OpenApi() {}

  static Map<String, Object> describe(List<Route> routes) {
    return new OpenApi().document(routes);
  }

  private Map<String, Object> document(List<Route> routes) {
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    for (Route route : routes) {
      String path = PART.matcher(route.path()).replaceAll("{$1}");
      paths
          .computeIfAbsent(path, p -> new LinkedHashMap<>())
          .put(route.method().toLowerCase(Locale.ROOT), operation(route));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put("info", Map.of("title", "Edos daemon", "version", "1"));
    document.put("paths", paths);
    document.put("components", components());
    return document;
  }

  private Map<String, Object> operation(Route route) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("summary", route.summary());
    if (route.access() == Access.TOKEN) {
      operation.put("security", List.of(Map.of("token", List.of(route.within().word()))));
    } else if (route.access() == Access.SIGNED) {
      operation.put(
          "security", List.of(Map.of("token", List.of()), Map.of("signature", List.of())));
    }
    List<Object> parameters = new ArrayList<>();
    Matcher part = PART.matcher(route.path());
    while (part.find()) {
      parameters.add(PathPart.describe(part.group(1)));
    }
    route.query().forEach(parameter -> parameters.add(parameter(parameter)));
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    route.body().ifPresent(body -> operation.put("requestBody", content(body, true)));
    operation.put("responses", responses(route));
    return operation;
  }

  private Map<String, Object> responses(Route route) {
    Map<String, Object> responses = new TreeMap<>();
    Map<String, Object> contents = new LinkedHashMap<>();
    List<String> descriptions = new ArrayList<>();
    for (Body answer : route.answers()) {
      contents.put(answer.mediaType(), media(answer, false));
      descriptions.add(description(answer));
    }
    Map<String, Object> good = new LinkedHashMap<>();
    good.put("description", String.join(" ", descriptions));
    if (route.query().stream().anyMatch(parameter -> parameter.name().equals("cursor"))) {
      good.put("headers", Map.of("Link", LINK));
    }
    good.put("content", contents);
    responses.put("200", good);
    route
        .statuses()
        .forEach(
            (status, when) -> responses.put(Integer.toString(status), Map.of("description", when)));
    Map<String, String> failure = Map.of("$ref", "#/components/responses/Problem");
    if (route.access() == Access.TOKEN || route.access() == Access.SIGNED) {
      responses.put("401", failure);
    }
    if (route.access() != Access.ANYBODY) {
      responses.put("403", failure);
    }
    if (!route.query().isEmpty() || route.body().isPresent()) {
      responses.put("400", failure);
    }
    if (route.body().isPresent()) {
      responses.put("413", failure);
    }
    if (route.path().indexOf('{') >= 0) {
      responses.put("404", failure);
    }
    responses.put("default", failure);
    return responses;
  }

  private static String description(Body body) {
    return body.description().isEmpty() ? body.mediaType() : body.description();
  }

  private Map<String, Object> content(Body body, boolean asked) {
    return Map.of(
        "description",
        description(body),
        "content",
        Map.of(body.mediaType(), media(body, asked)),
        "required",
        true);
  }

  private Map<String, Object> media(Body body, boolean asked) {
    return switch (body) {
      case Body.Json json ->
          Map.of("schema", asked ? schemas.read(json.type()) : schemas.written(json.type()));
      case Body.Lines lines -> Map.of("schema", line(lines));
      case Body.Events events -> {
        Map<String, Object> data = new LinkedHashMap<>();
        events.events().forEach((name, type) -> data.put(name, schemas.written(type)));
        yield Map.of("schema", Map.of("type", "string"), "x-events", data);
      }
      case Body.Raw raw -> raw.isText() ? Map.of("schema", Map.of("type", "string")) : Map.of();
    };
  }

  /** The schema of each line by itself: one member of these, or the whole of what has no name. */
  private Map<String, Object> line(Body.Lines lines) {
    List<Object> kinds = new ArrayList<>();
    lines
        .members()
        .forEach((name, type) ->
            kinds.add(
                name.isEmpty()
                    ? schemas.written(type)
                    : Map.of(
                        "type", "object",
                        "properties", Map.of(name, schemas.written(type)),
                        "required", List.of(name))));
    return Map.of("description", "each line", "anyOf", kinds);
  }

  private static Map<String, Object> parameter(Parameter parameter) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("name", parameter.name());
    described.put("in", "query");
    described.put("description", parameter.description());
    described.put("required", parameter.isRequired());
    described.put("schema", parameter.schema());
    return described;
  }

  private Map<String, Object> components() {
    Map<String, Object> problem = schemas.written(Failures.Problem.class);
    return Map.of(
        "securitySchemes",
            Map.of(
                "token", Map.of("type", "http", "scheme", "bearer"),
                "signature",
                    Map.of("type", "apiKey", "in", "header", "name", CallProof.PROOF_HEADER)),
        "schemas", schemas.definitions(),
        "responses",
            Map.of(
                "Problem",
                Map.of(
                    "description",
                    "What went wrong and what to do about it (RFC 9457)",
                    "content",
                    Map.of(PROBLEM, Map.of("schema", problem)))));
  }
}
