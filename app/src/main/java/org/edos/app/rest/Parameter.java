package org.edos.app.rest;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;

/** A parameter of a call's query: what reads and checks it, and what describes it. */
public sealed interface Parameter {
  /** As it stands in the query. */
  String name();

  /** What it is, for people. */
  String description();

  /** Whether the call is refused without it. */
  default boolean isRequired() {
    return false;
  }

  /** Its JSON schema. */
  Map<String, Object> schema();

  /** Text; empty where it is left out. */
  record Text(String name, String description, boolean isRequired) implements Parameter {
    @Override
    public Map<String, Object> schema() {
      return Map.of("type", "string");
    }

    /**
     * The text that a call gives.
     *
     * @throws EdosException (usage) if it must be given and is not
     */
    public String of(Context ctx) {
      return isRequired ? Parameters.required(ctx, name) : Parameters.text(ctx, name);
    }
  }

  /**
   * A whole number within bounds.
   *
   * @param otherwise what it is where it is left out
   */
  record Number(String name, String description, long otherwise, long least, long most)
      implements Parameter {
    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "integer");
      schema.put("format", "int64");
      schema.put("minimum", least);
      schema.put("maximum", most);
      schema.put("default", otherwise);
      return schema;
    }

    /**
     * The number that a call gives.
     *
     * @throws EdosException (usage) if it is none or out of bounds
     */
    public long of(Context ctx) {
      return Parameters.number(ctx, name, otherwise, least, most);
    }
  }

  /** True or false; false where it is left out. */
  record Flag(String name, String description) implements Parameter {
    @Override
    public Map<String, Object> schema() {
      return Map.of("type", "boolean", "default", false);
    }

    /**
     * What a call says.
     *
     * @throws EdosException (usage) if it is something else
     */
    public boolean of(Context ctx) {
      return switch (Parameters.text(ctx, name)) {
        case "", "false" -> false;
        case "true" -> true;
        default -> throw EdosException.usage(name + " is true or false");
      };
    }
  }

  /** One of some words, or none of them where it is left out. */
  record Choice(String name, String description, List<String> words) implements Parameter {
    /** Copies the list. */
    public Choice {
      words = List.copyOf(words);
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("type", "string", "enum", words);
    }

    /**
     * The word that a call gives.
     *
     * @throws EdosException (usage) if it is another
     */
    public Optional<String> of(Context ctx) {
      String word = Parameters.text(ctx, name);
      if (!word.isEmpty() && !words.contains(word)) {
        throw EdosException.usage(name + " is one of " + String.join(", ", words));
      }
      return Optional.of(word).filter(given -> !given.isEmpty());
    }
  }

  /** Text that may be left out. */
  static Text text(String name, String description) {
    return new Text(name, description, false);
  }

  /** Text that must be given. */
  static Text required(String name, String description) {
    return new Text(name, description, true);
  }

  /** A whole number. */
  static Number number(String name, String description, long otherwise, long least, long most) {
    return new Number(name, description, otherwise, least, most);
  }

  /** True or false. */
  static Flag flag(String name, String description) {
    return new Flag(name, description);
  }

  /** One of some words. */
  static Choice choice(String name, String description, String... words) {
    return new Choice(name, description, List.of(words));
  }
}
