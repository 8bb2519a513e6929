package org.edos.app.rest;

import java.lang.reflect.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edos.actor.PeerEvent;
import org.edos.physical.peer.Failure;
import org.edos.physical.peer.PeerJson;
import tools.jackson.core.type.TypeReference;

/** What a request or an answer carries: its media type, its Java type where it has one. */
public sealed interface Body {
  /** The media type, without parameters. */
  String mediaType();

  /** What it is, for people; may be empty where the type says it. */
  String description();

  /** One JSON document, the value of a type as {@link PeerJson} writes it. */
  record Json(Type type, String description) implements Body {
    @Override
    public String mediaType() {
      return "application/json";
    }
  }

  /**
   * JSON lines, each an object with one of these members.
   *
   * @param members by name
   */
  record Lines(Map<String, Type> members, String description) implements Body {
    /** Keeps the order. */
    public Lines {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    @Override
    public String mediaType() {
      return "application/x-ndjson";
    }
  }

  /**
   * Server-sent events with JSON as data.
   *
   * @param events the data's type by the event's name
   */
  record Events(Map<String, Type> events, String description) implements Body {
    /** Keeps the order. */
    public Events {
      events = Collections.unmodifiableMap(new LinkedHashMap<>(events));
    }

    @Override
    public String mediaType() {
      return "text/event-stream";
    }
  }

  /**
   * Something that is no JSON.
   *
   * @param isText whether it is text and not bytes
   */
  record Raw(String mediaType, boolean isText, String description) implements Body {}

  /** The value of a class. */
  static Body json(Class<?> type) {
    return new Json(type, "");
  }

  /** The value of a generic type. */
  static Body json(TypeReference<?> type) {
    return new Json(type.getType(), "");
  }

  /** A list of values. */
  static Body list(Class<?> element) {
    return new Json(
        PeerJson.mapper().getTypeFactory().constructCollectionType(List.class, element), "");
  }

  /** An object without members: there is nothing to say. */
  static Body nothing() {
    return new Json(Nothing.class, "");
  }

  /** What came while something long was done, and its result last, or its failure. */
  static Body work(Class<?> result) {
    Map<String, Type> members = new LinkedHashMap<>();
    members.put("event", PeerEvent.class);
    members.put("result", result);
    members.put("", Failure.class);
    return new Lines(members, "Any number of events, and one result or failure at last.");
  }

  /** An XML document of a format. */
  static Body xml(String format) {
    return new Raw("application/xml", true, format);
  }

  /** Bytes. */
  static Body bytes(String what) {
    return new Raw("application/octet-stream", false, what);
  }

  /** Plain text. */
  static Body text(String what) {
    return new Raw("text/plain", true, what);
  }

  /** A page. */
  static Body html() {
    return new Raw("text/html", true, "a page");
  }

  /** An object without members. */
  record Nothing() {}
}
