package org.edos.core.query;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.jspecify.annotations.Nullable;

/**
 * Where in a document's bytes its fields' values stand, found without parsing it as XML: only a
 * document written exactly as {@link MetadataXml} writes is read so. Any other may be a good
 * document as well and has to be parsed. Immutable.
 */
public final class FieldSpans {
  /** Larger documents are always parsed. */
  private static final int MAX_BYTES = 4 << 20;

  private static final byte[] HEADER =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".getBytes(US_ASCII);
  private static final byte[] ID = " id=\"".getBytes(US_ASCII);
  private static final byte[] CALLS =
      (" xmlns:" + MetadataXml.CALLS_PREFIX + "=\"" + MetadataXml.CALLS_NAMESPACE + "\"")
          .getBytes(US_ASCII);
  private static final byte[] CALL =
      (MetadataXml.CALLS_PREFIX + ":sc methodName=\"").getBytes(US_ASCII);
  private static final byte[] CAPABILITY = "<capability name=\"".getBytes(US_ASCII);
  private static final byte[] OPERATOR = " op=\"".getBytes(US_ASCII);
  private static final byte[] VERSION = " version=\"".getBytes(US_ASCII);
  private static final byte[] ARCHITECTURE = " arch=\"".getBytes(US_ASCII);
  private static final byte[] EMPTY_END = "/>".getBytes(US_ASCII);
  private static final byte[] FILES = "files".getBytes(US_ASCII);
  private static final byte[] FILE = "<file>".getBytes(US_ASCII);
  private static final byte[] FILE_END = "</file>".getBytes(US_ASCII);
  private static final String[] ESCAPES = {
    "&amp;", "&lt;", "&gt;", "&quot;", "&#10;", "&#13;", "&#9;"
  };
  private static final char[] ESCAPED = {'&', '<', '>', '"', '\n', '\r', '\t'};

  private static final Field[] FIELDS = Field.values();
  private static final int SLOTS = 256;
  private static final byte[][] NAMES = new byte[SLOTS][];
  private static final Field[] NAMED = new Field[SLOTS];

  static {
    for (Map.Entry<String, Field> entry : Field.names().entrySet()) {
      byte[] name = entry.getKey().getBytes(US_ASCII);
      int slot = hash(name, 0, name.length) & (SLOTS - 1);
      while (NAMES[slot] != null) {
        slot = (slot + 1) & (SLOTS - 1);
      }
      NAMES[slot] = name;
      NAMED[slot] = entry.getValue();
    }
  }

  private final byte[] xml;
  private int[] spans = new int[96];
  private int size;
  private int at;
  private boolean plain;
  private boolean regular = true;
  private boolean ascii = true;

  private FieldSpans(byte[] xml) {
    this.xml = xml;
  }

  /** The spans of a document in the written form; empty for any other. */
  public static Optional<FieldSpans> of(Document document) {
    if (document.xml().length > MAX_BYTES) {
      return Optional.empty();
    }
    FieldSpans spans = new FieldSpans(document.xml());
    boolean written =
        spans.document(DocumentFields.kindOf(document.id()), document.id().toString())
            && (spans.ascii || spans.isText());
    return written ? Optional.of(spans) : Optional.empty();
  }

  /** Whether every element in the document has a value here. */
  boolean isRegular() {
    return regular;
  }

  /** How many values there are. The first is the id; the kind has none. */
  public int size() {
    return size;
  }

  /** Whose value it is. */
  public Field field(int index) {
    return FIELDS[spans[index * 3] >>> 1];
  }

  /** Whether the bytes are the value: ASCII without an escape. */
  public boolean isPlain(int index) {
    return (spans[index * 3] & 1) != 0;
  }

  /** The first byte of the value as it is written. */
  public int from(int index) {
    return spans[index * 3 + 1];
  }

  /** The byte behind the value as it is written. */
  public int to(int index) {
    return spans[index * 3 + 2];
  }

  /** The document's bytes, not to be changed. */
  public byte[] xml() {
    return xml;
  }

  /** The value. */
  public String value(int index) {
    int from = from(index);
    int length = to(index) - from;
    return isPlain(index)
        ? new String(xml, from, length, US_ASCII)
        : unescaped(new String(xml, from, length, UTF_8));
  }

  private static String unescaped(String text) {
    int escape = text.indexOf('&');
    if (escape < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    int from = 0;
    for (; escape >= 0; escape = text.indexOf('&', from)) {
      plain.append(text, from, escape);
      for (int i = 0; i < ESCAPES.length; i++) {
        if (text.startsWith(ESCAPES[i], escape)) {
          plain.append(ESCAPED[i]);
          from = escape + ESCAPES[i].length();
        }
      }
    }
    return plain.append(text, from, text.length()).toString();
  }

  private boolean document(String root, String id) {
    byte[] rootName = root.getBytes(US_ASCII);
    if (!skip(HEADER) || !skip('<') || !skip(rootName) || !skip(ID)) {
      return false;
    }
    int from = at;
    if (!attribute()) {
      return false;
    }
    add(Field.ID, from, at - 1);
    if (!value(0).equals(id)) {
      return false;
    }
    boolean calls = skip(CALLS);
    if (!skip('>')) {
      return false;
    }
    while (skip('<')) {
      if (skip('/')) {
        return skip(rootName) && skip('>') && skip('\n') && at == xml.length;
      }
      boolean read = calls && skip(CALL) ? attribute() && skip(EMPTY_END) : element();
      if (!read) {
        return false;
      }
    }
    return false;
  }

  private boolean element() {
    int name = at;
    while (at < xml.length && isNameByte(xml[at])) {
      at++;
    }
    int nameEnd = at;
    if (nameEnd == name || xml[name] < 'a') {
      return false;
    }
    if (skip(EMPTY_END)) {
      regular = false;
      return true;
    }
    if (!skip('>')) {
      return false;
    }
    Field field = named(name, nameEnd);
    boolean read;
    if (Arrays.equals(xml, name, nameEnd, FILES, 0, FILES.length)) {
      read = files();
    } else if (field != null && field.isRelation()) {
      read = capabilities(field);
    } else {
      int from = at;
      read = text();
      if (read && field != null && isOfElement(field)) {
        add(field, from, at);
      } else {
        regular = false;
      }
    }
    return read && end(name, nameEnd);
  }

  private static boolean isOfElement(Field field) {
    return field != Field.ID && field != Field.KIND && field != Field.FILE;
  }

  private boolean end(int name, int nameEnd) {
    int length = nameEnd - name;
    if (!skip('<') || !skip('/') || at + length > xml.length) {
      return false;
    }
    boolean same = Arrays.equals(xml, name, nameEnd, xml, at, at + length);
    at += length;
    return same && skip('>');
  }

  private boolean files() {
    int before = size;
    while (skip(FILE)) {
      int from = at;
      if (!text()) {
        return false;
      }
      add(Field.FILE, from, at);
      if (!skip(FILE_END)) {
        return false;
      }
    }
    regular &= size > before;
    return true;
  }

  private boolean capabilities(Field field) {
    int before = size;
    while (skip(CAPABILITY)) {
      int from = at;
      if (!attribute()) {
        return false;
      }
      add(field, from, at - 1);
      boolean rest =
          (!skip(OPERATOR) || attribute())
              && (!skip(VERSION) || attribute())
              && (!skip(ARCHITECTURE) || attribute())
              && skip(EMPTY_END);
      if (!rest) {
        return false;
      }
    }
    regular &= size > before;
    return true;
  }

  /** Moves behind the quote that ends an attribute; false if its text is not as it is written. */
  private boolean attribute() {
    plain = true;
    for (; at < xml.length; at++) {
      byte b = xml[at];
      if (b == '"') {
        at++;
        return true;
      }
      if (b < ' ' || b == '&' || b == '<' || b == '>') {
        if (b < 0) {
          plain = false;
          ascii = false;
        } else if (b != '&' || !escape()) {
          return false;
        }
      }
    }
    return false;
  }

  /** Moves to the next tag; false if the text before it is not as it is written. */
  private boolean text() {
    plain = true;
    for (; at < xml.length; at++) {
      byte b = xml[at];
      if (b == '<') {
        return true;
      }
      if (b < ' ' || b == '&' || b == '>') {
        if (b < 0) {
          plain = false;
          ascii = false;
        } else if (b != '\n' && b != '\t' && (b != '&' || !escape())) {
          return false;
        }
      }
    }
    return false;
  }

  /** Moves to the last byte of an escape. */
  private boolean escape() {
    plain = false;
    for (String escape : ESCAPES) {
      int length = escape.length();
      if (at + length <= xml.length && startsWith(escape)) {
        at += length - 1;
        return true;
      }
    }
    return false;
  }

  private boolean startsWith(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (xml[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the bytes are UTF-8 of characters that XML may hold, as far as one can see at once. */
  private boolean isText() {
    String text = new String(xml, UTF_8);
    return text.indexOf('\uFFFD') < 0 && text.indexOf('\uFFFE') < 0 && text.indexOf('\uFFFF') < 0;
  }

  private void add(Field field, int from, int to) {
    if (from == to) {
      regular = false;
      return;
    }
    int place = size * 3;
    if (place == spans.length) {
      spans = Arrays.copyOf(spans, place * 2);
    }
    spans[place] = field.ordinal() << 1 | (plain ? 1 : 0);
    spans[place + 1] = from;
    spans[place + 2] = to;
    size++;
  }

  private boolean skip(char expected) {
    if (at < xml.length && xml[at] == expected) {
      at++;
      return true;
    }
    return false;
  }

  private boolean skip(byte[] expected) {
    int end = at + expected.length;
    if (end <= xml.length && Arrays.equals(xml, at, end, expected, 0, expected.length)) {
      at = end;
      return true;
    }
    return false;
  }

  private static boolean isNameByte(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-';
  }

  private @Nullable Field named(int from, int to) {
    int slot = hash(xml, from, to) & (SLOTS - 1);
    for (byte[] name = NAMES[slot]; name != null; name = NAMES[slot]) {
      if (Arrays.equals(xml, from, to, name, 0, name.length)) {
        return NAMED[slot];
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    return null;
  }

  private static int hash(byte[] name, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + name[i];
    }
    return hash ^ hash >>> 8;
  }
}
