package org.edos.core.query;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.SafeXml;

/**
 * A document as the tree of nodes that XPath speaks of: elements, attributes and texts. Within the
 * bounds of {@link DocumentFields}, so that whatever was indexed can be looked at. Immutable.
 */
final class DocumentTree {
  private final Element document;

  /** A node; nodes are numbered in document order. */
  sealed interface Node {
    /** Its place in document order. */
    int order();

    /** Its text as XPath compares it. */
    String text();
  }

  /** An attribute. */
  record Attribute(int order, String prefix, String namespace, String name, String text)
      implements Node {}

  /** A text between tags. */
  record Text(int order, String text) implements Node {}

  /** An element, or the document that holds the root. */
  static final class Element implements Node {
    private final int order;
    private final String prefix;
    private final String namespace;
    private final String name;
    private final List<Attribute> attributes = new ArrayList<>(0);
    private final List<Node> children = new ArrayList<>(1);
    private int last;

    private Element(int order, String prefix, String namespace, String name) {
      this.order = order;
      this.prefix = prefix;
      this.namespace = namespace;
      this.name = name;
    }

    @Override
    public int order() {
      return order;
    }

    /** The place of the last node in it. */
    int last() {
      return last;
    }

    String prefix() {
      return prefix;
    }

    String namespace() {
      return namespace;
    }

    String name() {
      return name;
    }

    List<Attribute> attributes() {
      return attributes;
    }

    List<Node> children() {
      return children;
    }

    @Override
    public String text() {
      if (children.size() == 1 && children.get(0) instanceof Text only) {
        return only.text();
      }
      StringBuilder all = new StringBuilder();
      append(all);
      return all.toString();
    }

    private void append(StringBuilder all) {
      for (Node child : children) {
        if (child instanceof Element element) {
          element.append(all);
        } else {
          all.append(child.text());
        }
      }
    }
  }

  private DocumentTree(Element document) {
    this.document = document;
  }

  /**
   * Reads a document.
   *
   * @throws EdosException (external) if it is malformed; (refused) if it is beyond all bounds
   */
  static DocumentTree of(Document document) {
    Builder builder = new Builder();
    SafeXml.read(
        "document of " + document.id(),
        document.xml(),
        DocumentFields.BOUNDS,
        DocumentFields.kindOf(document.id()),
        xml -> {
          xml.tell(builder);
          return true;
        });
    builder.end();
    return new DocumentTree(builder.document);
  }

  /** What holds the root element. */
  Element document() {
    return document;
  }

  private static final class Builder implements SafeXml.Content {
    private final Element document = new Element(0, "", "", "");
    private final Deque<Element> open = new ArrayDeque<>(List.of(document));
    private final StringBuilder text = new StringBuilder();
    private int order;

    @Override
    public void start(String prefix, String namespace, String name) {
      interruption();
      Element element = new Element(++order, prefix, namespace, name);
      open.element().children().add(element);
      open.push(element);
    }

    @Override
    public void attribute(String prefix, String namespace, String name, String value) {
      open.element().attributes().add(new Attribute(++order, prefix, namespace, name, value));
    }

    @Override
    public void text(String part) {
      text.append(part);
    }

    @Override
    public void interruption() {
      if (!text.isEmpty()) {
        open.element().children().add(new Text(++order, text.toString()));
        text.setLength(0);
      }
    }

    @Override
    public void end() {
      interruption();
      open.pop().last = order;
    }
  }
}
