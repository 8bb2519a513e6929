package org.edos.core.metadata;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.edos.core.EdosException;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML from strangers, one element after the other: no DTD, no entity beyond XML's own five,
 * and bounds on bytes, depth, elements and the length of a text. Names are local names; what the
 * reader does not know it skips, so documents may grow. Used by one thread at a time.
 *
 * <p>The pattern of use: {@code while (xml.child()) switch (xml.name()) {case "size" -> ...
 * xml.text(); default -> xml.skip();}}. Each child must be read by {@link #text()}, {@link #skip()}
 * or a {@code child()} loop of its own.
 */
public final class SafeXml {
  private static final XMLInputFactory FACTORY = factory();

  /** Characters that a tag may have beyond the longest text, which may be its attribute. */
  private static final int MARKUP = 1 << 16;

  private final String what;
  private final Bounds bounds;
  private final XMLStreamReader reader;
  private int depth;
  private long elements;

  /**
   * How much a document may hold.
   *
   * @param bytes in the document
   * @param depth of its elements
   * @param elements in all
   * @param text characters in one element
   */
  public record Bounds(long bytes, int depth, long elements, int text) {}

  private SafeXml(String what, InputStream in, Bounds bounds) throws XMLStreamException {
    this.what = what;
    this.bounds = bounds;
    this.reader =
        FACTORY.createXMLStreamReader(
            new MarkupBound(utf8(new BoundedInput(in, bounds.bytes())), bounds.text() + MARKUP));
  }

  /**
   * Reads a whole document that lies in memory.
   *
   * @param what the document's name in error messages
   * @param root the name that its root element must have
   * @param content called at the root element
   * @throws EdosException (external) if the document is malformed or {@code content} rejects a
   *     value; (refused) if it has a DTD or is beyond the bounds
   */
  public static <T> T read(
      String what, byte[] xml, Bounds bounds, String root, Function<SafeXml, T> content) {
    return read(what, new ByteArrayInputStream(xml), bounds, root, content);
  }

  /** The same for a stream, which is read to its end and not closed. */
  public static <T> T read(
      String what, InputStream in, Bounds bounds, String root, Function<SafeXml, T> content) {
    try {
      SafeXml xml = new SafeXml(what, in, bounds);
      xml.child();
      if (!xml.name().equals(root)) {
        throw xml.malformed("its root element is <" + xml.name() + ">, not <" + root + ">");
      }
      T value = content.apply(xml);
      while (xml.reader.hasNext()) {
        xml.next();
      }
      return value;
    } catch (EdosException e) {
      throw e.category() == EdosException.Category.USAGE
          ? EdosException.external(what + ": " + e.getMessage(), e)
          : e;
    } catch (XMLStreamException e) {
      throw failure(what, e, bounds);
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
      throw EdosException.external(what + " is damaged: " + e.getMessage(), e);
    }
  }

  /** The name of the document's root element. */
  static String rootOf(String what, byte[] xml, Bounds bounds) {
    try {
      SafeXml reading = new SafeXml(what, new ByteArrayInputStream(xml), bounds);
      reading.child();
      return reading.name();
    } catch (XMLStreamException e) {
      throw failure(what, e, bounds);
    }
  }

  private static EdosException failure(String what, XMLStreamException e, Bounds bounds) {
    if (e.getNestedException() instanceof BoundedInput.Exceeded) {
      return EdosException.refused(
          what + " is refused, it has more than " + bounds.bytes() + " bytes");
    }
    if (e.getNestedException() instanceof MarkupBound.Exceeded) {
      return EdosException.refused(
          what
              + " is refused, it has a tag or comment of more than "
              + bounds.text()
              + " characters");
    }
    return EdosException.external(what + " is damaged: " + e.getMessage(), e);
  }

  /**
   * Decoded here, whatever the document declares: one encoding, and malformed bytes are an error.
   */
  private static Reader utf8(InputStream in) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    return new InputStreamReader(in, decoder);
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    // The platform counts even &amp; against its limits on entities; with every DTD refused there
    // are only XML's five.
    for (String limit :
        List.of("entityExpansionLimit", "maxGeneralEntitySizeLimit", "totalEntitySizeLimit")) {
      factory.setProperty("jdk.xml." + limit, 0);
    }
    factory.setXMLResolver((publicId, systemId, base, namespace) -> InputStream.nullInputStream());
    return factory;
  }

  /** What is in an element, in document order. */
  public interface Content {
    /** An element begins; prefix and namespace are empty where it has none. */
    void start(String prefix, String namespace, String name);

    /** An attribute of the element that began last. */
    void attribute(String prefix, String namespace, String name, String value);

    /** Text, perhaps in several parts. */
    void text(String part);

    /** A comment or an instruction: text before and after it is not one. */
    void interruption();

    /** The element ends. */
    void end();
  }

  /** Tells the current element and all that is in it; moves past its end. */
  public void tell(Content sink) {
    int open = 0;
    int length = 0;
    start(sink);
    while (open >= 0) {
      int event = next();
      if (isText(event)) {
        length += reader.getTextLength();
        if (length > bounds.text()) {
          throw tooLarge("a text of more than " + bounds.text() + " characters");
        }
        sink.text(reader.getText());
        continue;
      }
      length = 0;
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> {
          open++;
          start(sink);
        }
        case XMLStreamConstants.END_ELEMENT -> {
          open--;
          sink.end();
        }
        default -> sink.interruption();
      }
    }
  }

  private void start(Content sink) {
    sink.start(orEmpty(reader.getPrefix()), namespace(), name());
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      sink.attribute(
          orEmpty(reader.getAttributePrefix(i)),
          orEmpty(reader.getAttributeNamespace(i)),
          reader.getAttributeLocalName(i),
          reader.getAttributeValue(i));
    }
  }

  /** The namespace of the element whose start was reached last; empty where it has none. */
  public String namespace() {
    return orEmpty(reader.getNamespaceURI());
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** Moves to the next child element, or past the end of the current element and answers false. */
  public boolean child() {
    while (true) {
      int event = next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        return true;
      }
      if (event == XMLStreamConstants.END_ELEMENT) {
        return false;
      }
    }
  }

  /** The local name of the element whose start was reached last. */
  public String name() {
    return reader.getLocalName();
  }

  /**
   * An attribute of the element whose start was reached last, by local name; empty where it has
   * none.
   */
  public String attribute(String name) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeLocalName(i).equals(name)) {
        return reader.getAttributeValue(i);
      }
    }
    return "";
  }

  /** An attribute that must be there. */
  public String required(String name) {
    String value = attribute(name);
    if (value.isEmpty()) {
      throw malformed("<" + name() + "> lacks its attribute " + name);
    }
    return value;
  }

  /** A required attribute that is a whole number, not below 0. */
  public long number(String attribute) {
    return number(attribute, required(attribute));
  }

  /** A required attribute that is an ISO instant. */
  public Instant instant(String attribute) {
    return Instant.parse(required(attribute));
  }

  /** The current element's text as a whole number, not below 0. */
  public long numberText() {
    String element = name();
    return number(element, text().strip());
  }

  /** A value as a whole number, not below 0; the field's name is for the error message. */
  long number(String field, String value) {
    if (value.length() > 19
        || value.isEmpty()
        || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw malformed(
          field
              + " is not a number: '"
              + (value.length() > 40 ? value.substring(0, 40) : value)
              + "'");
    }
    return Long.parseLong(value);
  }

  /** The current element's own text; moves past its end. Elements within it are skipped. */
  public String text() {
    StringBuilder text = new StringBuilder();
    int nested = 0;
    while (true) {
      int event = next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        nested++;
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        if (nested-- == 0) {
          return text.toString();
        }
      } else if (nested == 0 && isText(event)) {
        if (text.length() + reader.getTextLength() > bounds.text()) {
          throw tooLarge("a text of more than " + bounds.text() + " characters");
        }
        text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
      }
    }
  }

  private static boolean isText(int event) {
    return event == XMLStreamConstants.CHARACTERS
        || event == XMLStreamConstants.CDATA
        || event == XMLStreamConstants.SPACE;
  }

  /** Moves past the end of the current element, whatever is in it. */
  public void skip() {
    while (child()) {
      skip();
    }
  }

  /** The failure to throw for a document that does not say what it must. */
  public EdosException malformed(String how) {
    return EdosException.external(what + " is not as expected: " + how + place());
  }

  private EdosException tooLarge(String how) {
    return EdosException.refused(what + " is refused, it has " + how + place());
  }

  private String place() {
    return " (line " + reader.getLocation().getLineNumber() + ")";
  }

  private int next() {
    try {
      int event = reader.next();
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> started();
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.DTD ->
            throw tooLarge("a document type declaration, which is never needed");
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw tooLarge("a reference to an entity of its own");
        default -> {}
      }
      return event;
    } catch (XMLStreamException e) {
      throw failure(what, e, bounds);
    }
  }

  private void started() {
    if (++depth > bounds.depth()) {
      throw tooLarge("elements nested more than " + bounds.depth() + " deep");
    }
    if (++elements > bounds.elements()) {
      throw tooLarge("more than " + bounds.elements() + " elements");
    }
  }

  /** Fails once more bytes were read than the bounds allow. */
  private static final class BoundedInput extends InputStream {
    /** Too many bytes. */
    static final class Exceeded extends IOException {
      private static final long serialVersionUID = 1L;
    }

    private final InputStream in;
    private final long limit;
    private long read;

    BoundedInput(InputStream in, long limit) {
      this.in = in;
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      count(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = in.read(buffer, offset, length);
      count(Math.max(n, 0));
      return n;
    }

    private void count(int n) throws Exceeded {
      read += n;
      if (read > limit) {
        throw new Exceeded();
      }
    }
  }
}
