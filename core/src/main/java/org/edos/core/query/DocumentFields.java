package org.edos.core.query;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.SafeXml;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;

/**
 * A document taken apart into its fields' values: what queries are decided by and indexes are built
 * from. Immutable.
 */
public final class DocumentFields {
  static final SafeXml.Bounds BOUNDS = new SafeXml.Bounds(512L << 20, 16, 4_000_000, 4 << 20);

  static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,14}");
  private static final Pattern DATE =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z");

  private final UnitId id;
  private final Map<Field, List<String>> values;
  private final boolean regular;
  private final Map<Field, List<List<String>>> words;

  private DocumentFields(UnitId id, Map<Field, List<String>> values, boolean regular) {
    this(id, values, regular, Map.of());
  }

  private DocumentFields(
      UnitId id,
      Map<Field, List<String>> values,
      boolean regular,
      Map<Field, List<List<String>>> words) {
    this.id = id;
    this.values = values;
    this.regular = regular;
    this.words = words;
  }

  /**
   * Takes a document apart. Elements that are no field are passed over.
   *
   * @throws EdosException (external) if it is malformed or is not the unit that it is said to be;
   *     (refused) if it is beyond all bounds
   */
  public static DocumentFields of(Document document) {
    String root = kindOf(document.id());
    Map<Field, List<String>> values = new EnumMap<>(Field.class);
    FieldSpans spans = FieldSpans.of(document).orElse(null);
    if (spans != null) {
      for (int i = 0; i < spans.size(); i++) {
        add(values, spans.field(i), spans.value(i));
      }
      add(values, Field.KIND, root);
      return new DocumentFields(document.id(), values, spans.isRegular() && isRegular(values));
    }
    SafeXml.read(
        "document of " + document.id(),
        document.xml(),
        BOUNDS,
        root,
        xml -> read(xml, document.id(), values));
    add(values, Field.KIND, root);
    return new DocumentFields(document.id(), values, false);
  }

  /** The unit described. */
  public UnitId id() {
    return id;
  }

  /** The fields that have a value. */
  public Set<Field> fields() {
    return values.keySet();
  }

  /** A field's values in document order, perhaps none. */
  public List<String> values(Field field) {
    return values.getOrDefault(field, List.of());
  }

  /** The words of each of a field's values. */
  List<List<String>> words(Field field) {
    List<List<String>> cut = words.get(field);
    return cut == null ? values(field).stream().map(Words::of).toList() : cut;
  }

  /** The same with its texts cut into words already, for many questions about one document. */
  DocumentFields withWords() {
    Map<Field, List<List<String>>> cut = new EnumMap<>(Field.class);
    for (Field field : values.keySet()) {
      if (field == Field.NAME || field.kind() == Field.Kind.TEXT) {
        cut.put(field, words(field));
      }
    }
    return new DocumentFields(id, values, regular, cut);
  }

  /**
   * Whether the words follow one another in one of the field's values.
   *
   * @param prefix whether the last word may go on
   */
  public boolean hasPhrase(Field field, List<String> words, boolean prefix) {
    return Matching.hasPhrase(this, field, words, prefix);
  }

  /**
   * Whether it is known to hold nothing but these fields in their written form, so that they decide
   * what is asked of its elements.
   */
  boolean isRegular() {
    return regular;
  }

  private static boolean isRegular(Map<Field, List<String>> values) {
    for (Map.Entry<Field, List<String>> entry : values.entrySet()) {
      Field field = entry.getKey();
      String first = entry.getValue().get(0);
      boolean written =
          switch (field.kind()) {
            case NUMBER -> NUMBER.matcher(first).matches();
            case DATE -> DATE.matcher(first).matches() && Interval.isInstant(first);
            case WHOLE, VERSION, TOKENS, TEXT -> true;
          };
      if (!written || (field.isSingle() && entry.getValue().size() > 1)) {
        return false;
      }
    }
    return true;
  }

  /** Whether its versions are in the order of rpm. */
  boolean isRpm() {
    return id instanceof PackageId && values(Field.FORMAT).contains(PackageFormat.RPM.type());
  }

  /** What the document of a unit begins with, and its value of {@link Field#KIND}. */
  public static String kindOf(UnitId id) {
    return switch (id) {
      case PackageId p -> "package";
      case UtilityId u -> "utility";
      case CollectionId c -> "collection";
    };
  }

  private static Boolean read(SafeXml xml, UnitId id, Map<Field, List<String>> values) {
    String written = xml.attribute("id");
    if (!written.equals(id.toString())) {
      throw xml.malformed("it says that it is '" + written + "'");
    }
    add(values, Field.ID, written);
    while (xml.child()) {
      readElement(xml, values);
    }
    return true;
  }

  private static void readElement(SafeXml xml, Map<Field, List<String>> values) {
    if (xml.name().equals("files") && xml.namespace().isEmpty()) {
      while (xml.child()) {
        add(values, Field.FILE, xml.text());
      }
      return;
    }
    Field field = Field.names().get(xml.name());
    if (!xml.namespace().isEmpty()
        || field == null
        || field == Field.ID
        || field == Field.KIND
        || field == Field.FILE) {
      xml.skip();
    } else if (field.isRelation()) {
      readCapabilities(xml, field, values);
    } else {
      add(values, field, xml.text());
    }
  }

  private static void readCapabilities(SafeXml xml, Field field, Map<Field, List<String>> values) {
    while (xml.child()) {
      add(values, field, xml.attribute("name"));
      xml.skip();
    }
  }

  private static void add(Map<Field, List<String>> values, Field field, String value) {
    if (!value.isEmpty()) {
      values.computeIfAbsent(field, f -> new ArrayList<>(1)).add(value);
    }
  }
}
