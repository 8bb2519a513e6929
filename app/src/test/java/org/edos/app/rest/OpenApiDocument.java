package org.edos.app.rest;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.edos.physical.peer.PeerJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A daemon's own description, held strictly: members that it does not name are errors. */
record OpenApiDocument(JsonNode root) {
  /** Every call, by {@code METHOD PATH}. */
  Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new TreeMap<>();
    root.path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(call ->
                    operations.put(
                        call.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                        call.getValue())));
    return operations;
  }

  JsonNode operation(String call) {
    JsonNode operation = operations().get(call);
    if (operation == null) {
      throw new AssertionError("the document does not name " + call);
    }
    return operation;
  }

  /** What is wrong with an answer of this media type; empty where nothing is. */
  List<String> wrongInAnswer(String call, String mediaType, JsonNode value) {
    JsonNode media = operation(call).at("/responses/200/content").path(mediaType);
    return media.isMissingNode()
        ? List.of(call + " answers with " + mediaType + ", which the document does not name")
        : wrong(media.path("schema"), value, true);
  }

  /** What is wrong with a request's body. */
  List<String> wrongInRequest(String call, JsonNode value) {
    JsonNode schema = operation(call).at("/requestBody/content/application~1json/schema");
    return schema.isMissingNode()
        ? List.of("the document names no body for " + call)
        : wrong(schema, value, true);
  }

  /** What is wrong with a problem document. */
  List<String> wrongInProblem(JsonNode value) {
    return wrong(
        root.at("/components/responses/Problem/content/application~1problem+json/schema"),
        value,
        true);
  }

  private List<String> wrong(JsonNode schema, JsonNode value, boolean strict) {
    ObjectNode whole = PeerJson.mapper().createObjectNode();
    whole.set("components", root.path("components").deepCopy());
    whole.putArray("allOf").add(schema.deepCopy());
    if (strict) {
      close(whole);
    }
    return validate(whole, value);
  }

  /** What a value breaks of a schema. */
  static List<String> validate(JsonNode schema, JsonNode value) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(schema)
        .validate(
            value,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Error::toString)
        .toList();
  }

  /** Lets objects have no members but those that are named. */
  static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object && object.path("properties").isObject()) {
      if (!object.has("additionalProperties")) {
        object.put("additionalProperties", false);
      }
    }
    schema.forEach(OpenApiDocument::close);
  }
}
