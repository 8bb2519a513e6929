package org.edos.physical.index.grid;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Field;
import org.edos.core.query.FieldSpans;
import org.edos.core.query.IndexTerm;
import org.edos.core.query.Words;

/**
 * Lists documents under the terms that {@link IndexTerm} gives, as bytes: what is ASCII, and that
 * is nearly all, is cut into terms where it stands. Used by one thread.
 */
final class DocumentTerms {
  private static final Field[] FIELDS = Field.values();

  /** Kinds of terms of each field. */
  private static final int KINDS = 4;

  /** How the terms of each kind begin, in ascending order. */
  private static final byte[][] PREFIXES = prefixes();

  private static final int[] VALUE = new int[FIELDS.length];
  private static final int[] WORD = new int[FIELDS.length];
  private static final int[] UNCERTAIN = new int[FIELDS.length];
  private static final int[] PRESENT = new int[FIELDS.length];

  static {
    for (Field field : FIELDS) {
      VALUE[field.ordinal()] = kind(IndexTerm.value(field, ""));
      WORD[field.ordinal()] = kind(IndexTerm.word(field, ""));
      UNCERTAIN[field.ordinal()] = kind(uncertain(field));
      PRESENT[field.ordinal()] = kind(present(field));
    }
  }

  private final TermTable table;
  private byte[] folded = new byte[IndexTerm.MAX_VALUE];

  DocumentTerms(TermTable table) {
    this.table = table;
  }

  private static byte[][] prefixes() {
    byte[][] prefixes = new byte[FIELDS.length * KINDS][];
    for (Field field : FIELDS) {
      prefixes[field.ordinal() * KINDS] = IndexTerm.value(field, "").getBytes(UTF_8);
      prefixes[field.ordinal() * KINDS + 1] = IndexTerm.word(field, "").getBytes(UTF_8);
      prefixes[field.ordinal() * KINDS + 2] = uncertain(field).getBytes(UTF_8);
      prefixes[field.ordinal() * KINDS + 3] = present(field).getBytes(UTF_8);
    }
    Arrays.sort(prefixes, Arrays::compareUnsigned);
    return prefixes;
  }

  private static int kind(String prefix) {
    return Arrays.binarySearch(PREFIXES, prefix.getBytes(UTF_8), Arrays::compareUnsigned);
  }

  /**
   * The term of the documents of which the lists do not tell all of a field: one of its values is
   * not written as it is indexed, or it is a number beside another.
   */
  static String uncertain(Field field) {
    return field + "!";
  }

  /** The term of the documents that have a field. */
  static String present(Field field) {
    return field + "?";
  }

  private void addPresent(long fields) {
    for (Field field : FIELDS) {
      if ((fields & 1L << field.ordinal()) != 0) {
        table.add(PRESENT[field.ordinal()], folded, 0, 0);
      }
    }
  }

  /** The table's current document is one of these. */
  void addUncertain(Field field) {
    table.add(UNCERTAIN[field.ordinal()], folded, 0, 0);
  }

  /** How the terms of a kind begin. */
  static byte[] prefix(int kind) {
    return PREFIXES[kind];
  }

  /** The terms of the table's current document. */
  void add(FieldSpans spans, String kind) {
    long present = 0;
    for (int i = 0; i < spans.size(); i++) {
      Field field = spans.field(i);
      present |= 1L << field.ordinal();
      if (spans.isPlain(i)) {
        addPlain(field, spans, i);
      } else {
        add(field, spans.value(i));
      }
    }
    add(Field.KIND, kind);
    addPresent(present | 1L << Field.KIND.ordinal());
  }

  /** The same for a document that had to be parsed. */
  void add(DocumentFields fields) {
    for (Field field : fields.fields()) {
      fields.values(field).forEach(value -> add(field, value));
      addPresent(1L << field.ordinal());
    }
  }

  private void add(Field field, String value) {
    switch (field.kind()) {
      case WHOLE, VERSION -> {
        put(VALUE[field.ordinal()], IndexTerm.comparable(field, value));
        if (field.kind() == Field.Kind.WHOLE && !Words.fold(value).equals(value)) {
          addUncertain(field);
        }
        if (field == Field.NAME) {
          putAll(field, Words.of(value));
        }
      }
      case TOKENS -> putAll(field, Words.tokens(value));
      case TEXT -> putAll(field, Words.of(value));
      case NUMBER, DATE -> {}
    }
  }

  private void putAll(Field field, List<String> words) {
    words.forEach(word -> put(WORD[field.ordinal()], word));
  }

  private void put(int kind, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    table.add(kind, bytes, 0, bytes.length);
  }

  private void addPlain(Field field, FieldSpans spans, int index) {
    int from = spans.from(index);
    int length = spans.to(index) - from;
    Field.Kind kind = field.kind();
    if (kind == Field.Kind.NUMBER || kind == Field.Kind.DATE) {
      return;
    }
    boolean whole = kind == Field.Kind.WHOLE || kind == Field.Kind.VERSION;
    if (whole && length > IndexTerm.MAX_VALUE) {
      add(field, spans.value(index));
      return;
    }
    if (kind == Field.Kind.VERSION) {
      table.add(VALUE[field.ordinal()], spans.xml(), from, from + length);
      return;
    }
    boolean changed = fold(spans.xml(), from, length);
    switch (kind) {
      case TEXT -> words(field, length);
      case TOKENS -> tokens(field, length);
      default -> {
        table.add(VALUE[field.ordinal()], folded, 0, length);
        if (changed) {
          addUncertain(field);
        }
        if (field == Field.NAME) {
          words(field, length);
        }
      }
    }
  }

  /** Puts the text into {@link #folded} in lower case, and says whether that changed it. */
  private boolean fold(byte[] text, int from, int length) {
    if (folded.length < length) {
      folded = new byte[length * 2];
    }
    boolean changed = false;
    for (int i = 0; i < length; i++) {
      byte b = text[from + i];
      boolean upper = b >= 'A' && b <= 'Z';
      folded[i] = upper ? (byte) (b + ('a' - 'A')) : b;
      changed |= upper;
    }
    return changed;
  }

  private void words(Field field, int length) {
    int start = 0;
    while (start < length) {
      if (!isLetterOrDigit(folded[start])) {
        start++;
        continue;
      }
      int end = start + 1;
      while (end < length && isLetterOrDigit(folded[end])) {
        end++;
      }
      while (end < length && folded[end] == '+') {
        end++;
      }
      table.add(WORD[field.ordinal()], folded, start, Math.min(end, start + Words.MAX_LENGTH));
      start = end;
    }
  }

  private void tokens(Field field, int length) {
    int start = 0;
    for (int i = 0; i <= length; i++) {
      if (i == length || isBetweenTokens(folded[i])) {
        if (i > start) {
          table.add(WORD[field.ordinal()], folded, start, Math.min(i, start + Words.MAX_LENGTH));
        }
        start = i + 1;
      }
    }
  }

  private static boolean isLetterOrDigit(byte folded) {
    return (folded >= 'a' && folded <= 'z') || (folded >= '0' && folded <= '9');
  }

  private static boolean isBetweenTokens(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '(' || b == ')' || b == ',';
  }
}
