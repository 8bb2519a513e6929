package org.edos.core.query;

import java.util.HashMap;
import java.util.Map;

/** Nodes as they are given to those who asked. */
final class NodeText {
  private final StringBuilder out = new StringBuilder();

  private NodeText() {}

  /** An element as XML that can be read alone; the value of an attribute or text. */
  static String of(DocumentTree.Node node) {
    if (node instanceof DocumentTree.Element element) {
      NodeText text = new NodeText();
      text.element(element, Map.of());
      return text.out.toString();
    }
    return node.text();
  }

  private void element(DocumentTree.Element element, Map<String, String> bound) {
    Map<String, String> known = new HashMap<>(bound);
    String name = qualified(element.prefix(), element.name());
    out.append('<').append(name);
    declare(element.prefix(), element.namespace(), known);
    for (DocumentTree.Attribute attribute : element.attributes()) {
      declare(attribute.prefix(), attribute.namespace(), known);
      out.append(' ').append(qualified(attribute.prefix(), attribute.name())).append("=\"");
      escape(attribute.text(), true);
      out.append('"');
    }
    if (element.children().isEmpty()) {
      out.append("/>");
      return;
    }
    out.append('>');
    for (DocumentTree.Node child : element.children()) {
      if (child instanceof DocumentTree.Element inner) {
        element(inner, known);
      } else {
        escape(child.text(), false);
      }
    }
    out.append("</").append(name).append('>');
  }

  private void declare(String prefix, String namespace, Map<String, String> known) {
    if (!prefix.equals("xml") && !known.getOrDefault(prefix, "").equals(namespace)) {
      known.put(prefix, namespace);
      out.append(prefix.isEmpty() ? " xmlns" : " xmlns:" + prefix).append("=\"");
      escape(namespace, true);
      out.append('"');
    }
  }

  private static String qualified(String prefix, String name) {
    return prefix.isEmpty() ? name : prefix + ":" + name;
  }

  private void escape(String text, boolean attribute) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '\r' -> out.append("&#13;");
        case '"' -> out.append(attribute ? "&quot;" : "\"");
        case '\n' -> out.append(attribute ? "&#10;" : "\n");
        case '\t' -> out.append(attribute ? "&#9;" : "\t");
        default -> out.append(c);
      }
    }
  }
}
