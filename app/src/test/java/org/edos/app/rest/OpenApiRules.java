package org.edos.app.rest;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The rules of OpenAPI 3.1 for what a daemon's document uses of it. */
final class OpenApiRules {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final Set<String> METHODS = Set.of("get", "post", "delete");
  private static final Pattern PART = Pattern.compile("\\{([^}]+)}");

  private final JsonNode root;
  private final List<String> broken = new ArrayList<>();

  private OpenApiRules(JsonNode root) {
    this.root = root;
  }

  /** What is against the rules, and where. */
  static List<String> broken(JsonNode root) {
    OpenApiRules rules = new OpenApiRules(root);
    rules.check();
    return rules.broken;
  }

  private void check() {
    need(root.path("openapi").asString("").matches("3\\.1\\.[0-9]+"), "openapi is 3.1.x");
    need(root.at("/info/title").isString() && root.at("/info/version").isString(), "info");
    root.path("paths")
        .properties()
        .forEach(path -> {
          need(path.getKey().startsWith("/"), path.getKey() + " begins with /");
          path.getValue()
              .properties()
              .forEach(call -> {
                need(METHODS.contains(call.getKey()), path.getKey() + " " + call.getKey());
                operation(call.getKey() + " " + path.getKey(), path.getKey(), call.getValue());
              });
        });
    root.at("/components/schemas")
        .properties()
        .forEach(schema -> {
          need(schema.getKey().matches("[a-zA-Z0-9._-]+"), "the name " + schema.getKey());
          schema("components/" + schema.getKey(), schema.getValue());
        });
    references(root);
  }

  private void operation(String where, String path, JsonNode operation) {
    Set<String> parts = new HashSet<>();
    Matcher part = PART.matcher(path);
    while (part.find()) {
      parts.add(part.group(1));
    }
    Set<String> seen = new HashSet<>();
    for (JsonNode parameter : operation.path("parameters")) {
      String name = parameter.path("name").asString("");
      String in = parameter.path("in").asString("");
      need(seen.add(in + " " + name), where + " has " + name + " once");
      need(parameter.has("schema"), where + " says what " + name + " is");
      need(Set.of("path", "query").contains(in), where + " says where " + name + " stands");
      if (in.equals("path")) {
        need(parameter.path("required").asBoolean(), where + " requires " + name);
        need(parts.remove(name), where + " has a part " + name);
      }
      schema(where + " " + name, parameter.path("schema"));
    }
    need(parts.isEmpty(), where + " describes " + parts);
    need(!operation.path("responses").isEmpty(), where + " has responses");
    operation
        .path("responses")
        .properties()
        .forEach(response -> {
          need(response.getKey().matches("[1-5][0-9][0-9]|default"), where + response.getKey());
          need(
              response.getValue().has("$ref") || response.getValue().path("description").isString(),
              where + " describes " + response.getKey());
          content(where, response.getValue());
        });
    content(where, operation.path("requestBody"));
  }

  private void content(String where, JsonNode holder) {
    holder
        .path("content")
        .properties()
        .forEach(media -> {
          need(media.getKey().matches("[a-z]+/[a-z0-9.+-]+"), where + " " + media.getKey());
          if (media.getKey().contains("json")) {
            need(media.getValue().has("schema"), where + " has a schema for " + media.getKey());
          }
          if (media.getValue().has("schema")) {
            schema(where, media.getValue().path("schema"));
          }
        });
  }

  private void schema(String where, JsonNode schema) {
    SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(SchemaLocation.of(DIALECT))
        .validate(schema)
        .forEach(error -> broken.add(where + ": " + error));
  }

  private void references(JsonNode node) {
    if (node.path("$ref").isString()) {
      String reference = node.path("$ref").asString();
      need(
          reference.startsWith("#/") && !root.at(reference.substring(1)).isMissingNode(),
          reference + " is there");
    }
    node.forEach(this::references);
  }

  private void need(boolean kept, String rule) {
    if (!kept) {
      broken.add(rule);
    }
  }
}
