package org.edos.app.rest;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.edos.physical.peer.PeerJson;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonValueFormat;

/**
 * JSON schemas (2020-12) of Java types, made from what {@link PeerJson} itself says it writes, so
 * that they cannot differ from it. Records become definitions that are referred to by name. For one
 * thread.
 */
public final class Schemas {
  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, Integer.class, short.class, Short.class, OptionalInt.class);
  private static final Set<Class<?>> LONG = Set.of(long.class, Long.class, OptionalLong.class);
  private static final Set<Class<?>> BROKEN =
      Set.of(double.class, Double.class, float.class, Float.class);

  private final String place;
  private final Map<String, Map<String, Object>> definitions = new TreeMap<>();
  private final Map<String, Class<?>> owners = new TreeMap<>();

  /**
   * Nothing is defined yet.
   *
   * @param place where the definitions will stand, as a reference begins: {@code #/$defs/}
   */
  public Schemas(String place) {
    this.place = place;
  }

  /** All that was referred to so far, by name. */
  public Map<String, Map<String, Object>> definitions() {
    return definitions;
  }

  /** The schema of a value that is written: every member stands there, an empty one as null. */
  public Map<String, Object> written(Type type) {
    return schema(PeerJson.mapper().constructType(type), true);
  }

  /** The schema of a value that is read: what may be empty may be left out. */
  public Map<String, Object> read(Type type) {
    return schema(PeerJson.mapper().constructType(type), false);
  }

  private Map<String, Object> schema(JavaType type, boolean written) {
    Class<?> raw = type.getRawClass();
    if (type.isReferenceType()) {
      return nullable(schema(type.getReferencedType(), written));
    }
    if (type.isEnumType()) {
      return ordered(
          "type",
          "string",
          "enum",
          Arrays.stream(raw.getEnumConstants())
              .map(constant -> ((Enum<?>) constant).name())
              .toList());
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return ordered("type", "boolean");
    }
    if (BROKEN.contains(raw)) {
      return ordered("type", "number");
    }
    if (WHOLE.contains(raw) || LONG.contains(raw)) {
      Map<String, Object> number =
          ordered("type", "integer", "format", LONG.contains(raw) ? "int64" : "int32");
      return raw.getSimpleName().startsWith("Optional") ? nullable(number) : number;
    }
    if (raw == byte[].class) {
      return ordered("type", "string", "contentEncoding", "base64");
    }
    if (type.isMapLikeType()) {
      return ordered(
          "type", "object", "additionalProperties", schema(type.getContentType(), written));
    }
    if (type.isContainerType()) {
      return ordered("type", "array", "items", schema(type.getContentType(), written));
    }
    if (raw == Object.class || JsonNode.class.isAssignableFrom(raw)) {
      return new LinkedHashMap<>();
    }
    return text(type).orElseGet(() -> structure(type, written));
  }

  /** The schema of a type that is written as text. */
  private static Optional<Map<String, Object>> text(JavaType type) {
    Map<String, Object> text = new LinkedHashMap<>();
    PeerJson.mapper()
        .acceptJsonFormatVisitor(
            type,
            new JsonFormatVisitorWrapper.Base() {
              @Override
              public JsonStringFormatVisitor expectStringFormat(JavaType known) {
                text.put("type", "string");
                return new JsonStringFormatVisitor() {
                  @Override
                  public void format(JsonValueFormat format) {
                    text.put("format", format.toString());
                  }

                  @Override
                  public void enumTypes(Set<String> words) {
                    text.put("enum", List.copyOf(words));
                  }
                };
              }
            });
    if (text.isEmpty()) {
      return Optional.empty();
    }
    TextForms.of(type.getRawClass()).ifPresent(text::putAll);
    return Optional.of(text);
  }

  private Map<String, Object> structure(JavaType type, boolean written) {
    Class<?> raw = type.getRawClass();
    String name = name(raw, written);
    if (!definitions.containsKey(name)) {
      definitions.put(name, Map.of()); // so that a type may refer to itself
      definitions.put(
          name, raw.isSealed() ? alternatives(raw, written) : members(type, raw, written));
    }
    return ordered("$ref", place + name);
  }

  private Map<String, Object> alternatives(Class<?> sealed, boolean written) {
    List<Object> kinds = new ArrayList<>();
    for (Class<?> kind : sealed.getPermittedSubclasses()) {
      kinds.add(schema(PeerJson.mapper().constructType(kind), written));
    }
    return ordered("anyOf", kinds);
  }

  private Map<String, Object> members(JavaType type, Class<?> raw, boolean written) {
    Map<String, JavaType> members = written ? writtenMembers(type) : readMembers(raw);
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    members.forEach((member, memberType) -> {
      properties.put(member, schema(memberType, written));
      if (written || !memberType.isReferenceType()) {
        required.add(member);
      }
    });
    Map<String, Object> schema = ordered("type", "object", "properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    return schema;
  }

  private static Map<String, JavaType> writtenMembers(JavaType type) {
    Map<String, JavaType> members = new LinkedHashMap<>();
    PeerJson.mapper()
        .acceptJsonFormatVisitor(
            type,
            new JsonFormatVisitorWrapper.Base() {
              @Override
              public JsonObjectFormatVisitor expectObjectFormat(JavaType known) {
                return new JsonObjectFormatVisitor.Base(getContext()) {
                  @Override
                  public void property(BeanProperty property) {
                    members.put(property.getName(), property.getType());
                  }

                  @Override
                  public void optionalProperty(BeanProperty property) {
                    property(property);
                  }
                };
              }
            });
    return members;
  }

  private static Map<String, JavaType> readMembers(Class<?> raw) {
    if (!raw.isRecord()) {
      throw new IllegalArgumentException(raw + " is read from JSON and is no record");
    }
    Map<String, JavaType> members = new LinkedHashMap<>();
    for (RecordComponent component : raw.getRecordComponents()) {
      members.put(component.getName(), PeerJson.mapper().constructType(component.getGenericType()));
    }
    return members;
  }

  /** The class's own name, with those around it unless they are a subject's routes. */
  private String name(Class<?> raw, boolean written) {
    Class<?> around = raw.getEnclosingClass();
    String own =
        around == null || Routes.class.isAssignableFrom(around)
            ? raw.getSimpleName()
            : around.getSimpleName() + "." + raw.getSimpleName();
    boolean told = own.endsWith("Request") || own.endsWith("Call");
    String name = written || told ? own : own + ".Request";
    Class<?> owner = owners.putIfAbsent(name, raw);
    if (owner != null && owner != raw) {
      throw new IllegalArgumentException(owner + " and " + raw + " are both " + name);
    }
    return name;
  }

  private static Map<String, Object> nullable(Map<String, Object> schema) {
    Map<String, Object> either = new LinkedHashMap<>(schema);
    if (schema.get("type") instanceof String type && !schema.containsKey("enum")) {
      either.put("type", List.of(type, "null"));
      return either;
    }
    return schema.isEmpty() ? schema : ordered("anyOf", List.of(schema, Map.of("type", "null")));
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
