package org.edos.core.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.edos.core.EdosException;

/**
 * Evaluates an expression on a document's tree as XPath 3.1 does, with two differences that spare
 * errors in the middle of answers: a value that is no number compares with none, and of several
 * nodes where a function takes one, none counts. Used by one thread, for one document.
 */
final class XPathEvaluation {
  /** Nodes looked at and pieces of text compared, on one document. */
  private static final long MOST_WORK = 50_000_000;

  private static final int PIECE = 64;
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");

  private final DocumentTree tree;
  private final boolean rpm;
  private long work;

  /**
   * On this document.
   *
   * @param rpm whether its versions are in the order of rpm, else in Debian's
   */
  XPathEvaluation(DocumentTree tree, boolean rpm) {
    this.tree = tree;
    this.rpm = rpm;
  }

  /**
   * The nodes that a path from the document leads to, each once, in document order.
   *
   * @throws EdosException (refused) if that is more work than a document is worth
   */
  List<DocumentTree.Node> nodes(XPath.Path path) {
    return nodes(path, tree.document());
  }

  private List<DocumentTree.Node> nodes(XPath.Path path, DocumentTree.Node from) {
    List<DocumentTree.Node> nodes = List.of(from);
    for (XPath.Step step : path.steps()) {
      nodes = step(step, nodes);
    }
    return nodes;
  }

  private List<DocumentTree.Node> step(XPath.Step step, List<DocumentTree.Node> from) {
    List<DocumentTree.Node> found = new ArrayList<>();
    int covered = -1;
    for (DocumentTree.Node node : from) {
      if (!step.descendant()) {
        to(step, node, found);
      } else if (node.order() > covered && node instanceof DocumentTree.Element element) {
        // What is within an element that was descended from already is found.
        descend(step, element, found);
        covered = element.last();
      }
    }
    for (int i = 1; i < found.size(); i++) {
      if (found.get(i).order() < found.get(i - 1).order()) {
        found.sort(Comparator.comparingInt(DocumentTree.Node::order));
        break;
      }
    }
    return found;
  }

  private void descend(
      XPath.Step step, DocumentTree.Element element, List<DocumentTree.Node> found) {
    to(step, element, found);
    for (DocumentTree.Node child : element.children()) {
      spend(1);
      if (child instanceof DocumentTree.Element inner) {
        descend(step, inner, found);
      }
    }
  }

  private void to(XPath.Step step, DocumentTree.Node node, List<DocumentTree.Node> found) {
    if (step.axis() == XPath.Axis.SELF) {
      keep(step, node, found);
    } else if (node instanceof DocumentTree.Element element) {
      List<? extends DocumentTree.Node> candidates =
          step.axis() == XPath.Axis.ATTRIBUTE ? element.attributes() : element.children();
      for (DocumentTree.Node candidate : candidates) {
        if (isMeant(step, candidate)) {
          keep(step, candidate, found);
        }
      }
    }
  }

  private boolean isMeant(XPath.Step step, DocumentTree.Node node) {
    spend(1);
    return switch (node) {
      case DocumentTree.Element element ->
          step.axis() == XPath.Axis.ELEMENT
              && isNamed(step.name(), element.namespace(), element.name());
      case DocumentTree.Attribute attribute ->
          step.axis() == XPath.Axis.ATTRIBUTE
              && isNamed(step.name(), attribute.namespace(), attribute.name());
      case DocumentTree.Text text -> step.axis() == XPath.Axis.TEXT;
    };
  }

  private static boolean isNamed(String wanted, String namespace, String name) {
    return wanted.equals("*") || (namespace.isEmpty() && wanted.equals(name));
  }

  private void keep(XPath.Step step, DocumentTree.Node node, List<DocumentTree.Node> found) {
    for (XPath predicate : step.predicates()) {
      if (!holds(predicate, node)) {
        return;
      }
    }
    found.add(node);
  }

  private boolean holds(XPath expression, DocumentTree.Node node) {
    spend(1);
    return switch (expression) {
      case XPath.Path path -> !nodes(path, node).isEmpty();
      case XPath.And and -> and.all().stream().allMatch(part -> holds(part, node));
      case XPath.Or or -> or.any().stream().anyMatch(part -> holds(part, node));
      case XPath.Not not -> !holds(not.part(), node);
      case XPath.Contains contains -> contains(contains, node);
      case XPath.Versions versions -> versions(versions, node);
      case XPath.Comparison comparison -> compare(comparison, node);
    };
  }

  private boolean contains(XPath.Contains contains, DocumentTree.Node node) {
    List<DocumentTree.Node> nodes = nodes(contains.path(), node);
    String text = nodes.size() == 1 ? text(nodes.get(0)) : "";
    boolean found =
        contains.start() ? text.startsWith(contains.text()) : text.contains(contains.text());
    return nodes.size() < 2 && found;
  }

  private boolean versions(XPath.Versions versions, DocumentTree.Node node) {
    List<DocumentTree.Node> nodes = nodes(versions.path(), node);
    if (nodes.size() != 1) {
      return false;
    }
    int order = VersionOrder.compare(rpm, text(nodes.get(0)), versions.version());
    return versions.relation().holds(Integer.signum(order), versions.number().value());
  }

  private boolean compare(XPath.Comparison comparison, DocumentTree.Node node) {
    List<String> left = texts(comparison.left(), node);
    XPath.Relation relation = comparison.relation();
    return switch (comparison.right()) {
      case XPath.Number number ->
          left.stream().anyMatch(v -> isNumber(v) && relation.holds(toNumber(v), number.value()));
      case XPath.Literal literal ->
          left.stream().anyMatch(v -> relation.holds(compareText(v, literal.value())));
      case XPath.Path right -> compareNodes(left, relation, texts(right, node));
    };
  }

  private boolean compareNodes(List<String> left, XPath.Relation relation, List<String> right) {
    if (relation == XPath.Relation.EQUAL) {
      Set<String> wanted = new HashSet<>(right);
      return left.stream().anyMatch(wanted::contains);
    }
    for (String one : left) {
      for (String other : right) {
        spend(1);
        if (relation.holds(compareText(one, other))) {
          return true;
        }
      }
    }
    return false;
  }

  private List<String> texts(XPath.Operand operand, DocumentTree.Node node) {
    if (!(operand instanceof XPath.Path path)) {
      throw new IllegalStateException("a comparison begins with its path");
    }
    List<String> texts = new ArrayList<>();
    nodes(path, node).forEach(found -> texts.add(text(found)));
    return texts;
  }

  private String text(DocumentTree.Node node) {
    String text = node.text();
    spend(1 + text.length() / PIECE);
    if (node instanceof DocumentTree.Element element) {
      spend(element.last() - element.order());
    }
    return text;
  }

  /** By code points, as XPath's usual collation does. */
  private static int compareText(String left, String right) {
    int same = Math.min(left.length(), right.length());
    for (int i = 0; i < same; i++) {
      char one = left.charAt(i);
      char other = right.charAt(i);
      if (one != other) {
        return Integer.compare(inOrder(one), inOrder(other));
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /** Halves of the characters beyond the first plane come after all of that. */
  private static int inOrder(char c) {
    return Character.isSurrogate(c) ? c + 0x10000 : c;
  }

  private static boolean isNumber(String text) {
    String number = text.strip();
    return NUMBER.matcher(number).matches()
        || number.equals("NaN")
        || number.equals("INF")
        || number.equals("-INF");
  }

  private static double toNumber(String text) {
    return switch (text.strip()) {
      case "INF" -> Double.POSITIVE_INFINITY;
      case "-INF" -> Double.NEGATIVE_INFINITY;
      case "NaN" -> Double.NaN;
      case String number -> Double.parseDouble(number);
    };
  }

  private void spend(long amount) {
    work += amount;
    if (work > MOST_WORK) {
      throw EdosException.refused(
          "the query takes too long on a document; use fewer // and *, or name the elements");
    }
  }
}
