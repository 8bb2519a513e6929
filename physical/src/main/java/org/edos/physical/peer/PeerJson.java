package org.edos.physical.peer;

import java.io.OutputStream;
import java.util.List;
import java.util.function.Function;
import org.edos.core.EdosException;
import org.edos.core.channel.Grantee;
import org.edos.core.network.Scope;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.PeerId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The JSON that peers speak: records by their components' names; hashes, ids, paths, instants and
 * durations as strings; an empty {@code Optional} as null or left out. Unknown fields are ignored,
 * a missing value is an error, and depth and lengths are bounded. Safe for use by many threads.
 */
public final class PeerJson {
  private static final int MAX_STRING = 64 << 20;
  private static final JsonMapper MAPPER = newMapper();

  private PeerJson() {}

  /** The mapper itself, for those who write trees or streams of values. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** A value's JSON, UTF-8. */
  public static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /** Writes a value's JSON to a stream, which stays open. */
  public static void write(Object value, OutputStream out) {
    MAPPER.writer().without(StreamWriteFeature.AUTO_CLOSE_TARGET).writeValue(out, value);
  }

  /**
   * Reads what another peer answered.
   *
   * @throws EdosException (external) if it is not such a value
   */
  public static <T> T read(byte[] json, Class<T> type) {
    return read(json, MAPPER.constructType(type), EdosException::external);
  }

  /** Reads a list that another peer answered; fails like {@link #read(byte[], Class)}. */
  public static <T> List<T> readList(byte[] json, Class<T> element) {
    return list(json, element, EdosException::external);
  }

  /**
   * Reads a value of a generic type that another peer answered; fails like {@link #read(byte[],
   * Class)}.
   */
  public static <T> T read(byte[] json, TypeReference<T> type) {
    return read(json, MAPPER.getTypeFactory().constructType(type), EdosException::external);
  }

  /**
   * Reads what a caller asked for.
   *
   * @throws EdosException (usage) if it is not such a value
   */
  public static <T> T readRequest(byte[] json, Class<T> type) {
    return read(json, MAPPER.constructType(type), EdosException::usage);
  }

  /** Reads a list in a request; fails like {@link #readRequest}. */
  public static <T> List<T> readRequestList(byte[] json, Class<T> element) {
    return list(json, element, EdosException::usage);
  }

  private static <T> List<T> list(
      byte[] json, Class<T> element, Function<String, EdosException> failure) {
    List<T> list =
        read(json, MAPPER.getTypeFactory().constructCollectionType(List.class, element), failure);
    try {
      return List.copyOf(list);
    } catch (NullPointerException e) {
      throw failure.apply("not the JSON expected: an element of the list is null");
    }
  }

  private static <T> T read(byte[] json, JavaType type, Function<String, EdosException> failure) {
    try {
      T value = MAPPER.readValue(json, type);
      if (value == null) {
        throw failure.apply("the JSON is null, where a value was expected");
      }
      return value;
    } catch (JacksonException e) {
      EdosException known = failure.apply("not the JSON expected: " + reason(e));
      known.initCause(e);
      throw known;
    }
  }

  private static String reason(JacksonException e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof EdosException)) {
      cause = cause.getCause();
    }
    String message =
        cause instanceof JacksonException jackson
            ? jackson.getOriginalMessage()
            : String.valueOf(cause.getMessage());
    String place = e.getPathReference();
    return PeerHttp.printable(
        place == null || place.isEmpty() ? message : message + " (at " + place + ")");
  }

  private static JsonMapper newMapper() {
    StreamReadConstraints bounds =
        StreamReadConstraints.builder()
            .maxNestingDepth(64)
            .maxStringLength(MAX_STRING)
            .maxNumberLength(40)
            .maxNameLength(4096)
            .build();
    SimpleModule values = new SimpleModule("edos");
    text(values, Sha256.class, Sha256::new);
    text(values, UnitId.class, UnitId::parse);
    text(values, Grantee.class, Grantee::parse);
    text(values, Scope.class, Scope::parse);
    text(values, ReleaseId.class, ReleaseId::parse);
    text(values, PeerId.class, PeerId::new);
    text(values, RepositoryPath.class, RepositoryPath::new);
    return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(bounds).build())
        .addModule(values)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .build();
  }

  private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> parse) {
    module.addSerializer(type, new Written<T>(false));
    module.addKeySerializer(type, new Written<T>(true));
    module.addDeserializer(type, new Read<>(parse));
    module.addKeyDeserializer(
        type,
        new KeyDeserializer() {
          @Override
          public Object deserializeKey(String key, DeserializationContext context) {
            return checked(parse, key, context);
          }
        });
  }

  private static <T> Object checked(
      Function<String, T> parse, String text, DeserializationContext context) {
    try {
      return parse.apply(text);
    } catch (EdosException e) {
      return context.reportInputMismatch(Object.class, "%s", String.valueOf(e.getMessage()));
    }
  }

  private static final class Written<T> extends ValueSerializer<T> {
    private final boolean asName;

    Written(boolean asName) {
      this.asName = asName;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializationContext context) {
      if (asName) {
        out.writeName(value.toString());
      } else {
        out.writeString(value.toString());
      }
    }

    @Override
    public void acceptJsonFormatVisitor(JsonFormatVisitorWrapper visitor, JavaType type) {
      visitor.expectStringFormat(type);
    }
  }

  private static final class Read<T> extends ValueDeserializer<T> {
    private final Function<String, T> parse;

    Read(Function<String, T> parse) {
      this.parse = parse;
    }

    @Override
    @SuppressWarnings("unchecked") // parse gives a T, or the failure is thrown
    public T deserialize(JsonParser in, DeserializationContext context) {
      return (T) checked(parse, context.readValue(in, String.class), context);
    }
  }
}
