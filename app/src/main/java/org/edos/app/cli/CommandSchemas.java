package org.edos.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.edos.app.rest.Schemas;

/**
 * The JSON schemas (2020-12) of what commands print with {@code --json}, made from {@link
 * CommandResults}.
 */
public final class CommandSchemas {
  private static final String PLACE = "#/$defs/";

  private CommandSchemas() {}

  /** A schema for each command, by its name, as {@code flashcrowd open}. */
  public static Map<String, Map<String, Object>> all() {
    Map<String, Map<String, Object>> all = new TreeMap<>();
    CommandResults.table().forEach((command, forms) -> all.put(command, schema(command, forms)));
    return all;
  }

  private static Map<String, Object> schema(String command, List<CommandResults.Form> forms) {
    Schemas schemas = new Schemas(PLACE);
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "edos " + command + " --json");
    List<Map<String, Object>> described =
        forms.stream().map(form -> described(form, schemas)).toList();
    if (described.size() == 1) {
      schema.putAll(described.getFirst());
    } else {
      schema.put("anyOf", described);
    }
    if (!schemas.definitions().isEmpty()) {
      schema.put("$defs", schemas.definitions());
    }
    return schema;
  }

  private static Map<String, Object> described(CommandResults.Form form, Schemas schemas) {
    Map<String, Object> schema = new LinkedHashMap<>();
    if (!form.when().isEmpty()) {
      schema.put("description", form.when());
    }
    Map<String, Object> written = schemas.written(form.type());
    schema.putAll(form.besides().isEmpty() ? written : extended(written, form, schemas));
    return schema;
  }

  /** The schema of an object with further members. */
  private static Map<String, Object> extended(
      Map<String, Object> reference, CommandResults.Form form, Schemas schemas) {
    String name = String.valueOf(reference.get("$ref")).substring(PLACE.length());
    Map<String, Object> schema =
        new LinkedHashMap<>(Objects.requireNonNull(schemas.definitions().remove(name)));
    Map<Object, Object> properties = new LinkedHashMap<>((Map<?, ?>) schema.get("properties"));
    List<Object> required = new ArrayList<>((List<?>) schema.get("required"));
    new TreeMap<>(form.besides())
        .forEach((member, type) -> {
          properties.put(member, schemas.written(type));
          required.add(member);
        });
    schema.put("properties", properties);
    schema.put("required", required);
    return schema;
  }
}
