package org.edos.core.active;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.edos.core.metadata.MetadataXml;

/** Elements as documents of their own, in which the prefix of calls is bound. */
final class Wrapped {
  static final String PREFIX = MetadataXml.CALLS_PREFIX;
  static final String ROOT = "wrapped";

  private static final String START =
      "<" + ROOT + " xmlns:" + PREFIX + "=\"" + MetadataXml.CALLS_NAMESPACE + "\">";
  private static final String END = "</" + ROOT + ">";

  private Wrapped() {}

  /** A document around the elements. */
  static byte[] document(String elements) {
    return (START + elements + END).getBytes(UTF_8);
  }

  /** The root element of a document that an {@code XmlWriter} wrote. */
  static String element(byte[] document) {
    String text = new String(document, UTF_8);
    return text.substring(text.indexOf('\n') + 1, text.length() - 1);
  }
}
