package org.edos.core.query;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.s9api.Axis;
import net.sf.saxon.s9api.ExtensionFunction;
import net.sf.saxon.s9api.ItemType;
import net.sf.saxon.s9api.OccurrenceIndicator;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.SequenceType;
import net.sf.saxon.s9api.XPathCompiler;
import net.sf.saxon.s9api.XPathSelector;
import net.sf.saxon.s9api.XQueryCompiler;
import net.sf.saxon.s9api.XQueryEvaluator;
import net.sf.saxon.s9api.XdmAtomicValue;
import net.sf.saxon.s9api.XdmEmptySequence;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XdmNodeKind;
import net.sf.saxon.s9api.XdmValue;
import org.edos.core.deb.DebVersion;
import org.edos.core.metadata.Document;
import org.edos.core.rpm.RpmVersion;

/** What Saxon answers, document by document. Used by one thread. */
final class SaxonOracle {
  private static final String FUNCTIONS = "edos:functions";

  private final Processor processor = new Processor(false);
  private final Map<Document, XdmNode> trees = new HashMap<>();
  private final List<Document> documents;
  private boolean rpm;

  SaxonOracle(List<Document> documents) {
    this.documents = documents;
    processor.registerExtensionFunction(new CompareVersions());
    processor.registerExtensionFunction(new WordsOf());
    for (Document document : documents) {
      try {
        trees.put(
            document,
            processor
                .newDocumentBuilder()
                .build(new StreamSource(new ByteArrayInputStream(document.xml()))));
      } catch (SaxonApiException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The nodes of a path on each document that has any, each as {@link #written}. */
  Map<String, List<String>> xpath(String path) {
    try {
      XPathCompiler compiler = processor.newXPathCompiler();
      compiler.declareNamespace("edos", FUNCTIONS);
      compiler.setWarningHandler(warning -> {});
      XPathSelector selector = compiler.compile(path).load();
      Map<String, List<String>> found = new HashMap<>();
      for (Document document : documents) {
        look(document);
        selector.setContextItem(tree(document));
        List<String> nodes = new ArrayList<>();
        selector.forEach(item -> nodes.add(written((XdmNode) item)));
        if (!nodes.isEmpty()) {
          found.put(document.id().toString(), nodes);
        }
      }
      return found;
    } catch (SaxonApiException e) {
      throw new IllegalStateException(path, e);
    }
  }

  /** The units whose root element satisfies a condition in XQuery, in order. */
  List<String> units(String functions, String condition) {
    try {
      XQueryCompiler compiler = processor.newXQueryCompiler();
      compiler.declareNamespace("edos", FUNCTIONS);
      XQueryEvaluator evaluator =
          compiler.compile(functions + "exists(/*[" + condition + "])").load();
      List<String> found = new ArrayList<>();
      for (Document document : documents) {
        look(document);
        evaluator.setContextItem(tree(document));
        if (((XdmAtomicValue) evaluator.evaluateSingle()).getBooleanValue()) {
          found.add(document.id().toString());
        }
      }
      return found.stream().sorted().toList();
    } catch (SaxonApiException e) {
      throw new IllegalStateException(condition, e);
    }
  }

  private void look(Document document) {
    rpm = document.id().toString().startsWith("pkg:rpm/");
  }

  private XdmNode tree(Document document) {
    return Objects.requireNonNull(trees.get(document));
  }

  /** A node with all that XPath sees of it. */
  private static String written(XdmNode node) {
    if (node.getNodeKind() != XdmNodeKind.ELEMENT) {
      return node.getStringValue();
    }
    StringBuilder text = new StringBuilder("<" + name(node));
    node.axisIterator(Axis.ATTRIBUTE)
        .forEachRemaining(
            a -> text.append(' ').append(name(a)).append('=').append(a.getStringValue()));
    text.append('>');
    node.axisIterator(Axis.CHILD).forEachRemaining(child -> text.append(written(child)));
    return text.append("</>").toString();
  }

  private static String name(XdmNode node) {
    QName name = node.getNodeName();
    return "{" + name.getNamespaceURI() + "}" + name.getLocalName();
  }

  /** An answer's XML, read by Saxon and written as its own nodes are. */
  String rewritten(String element) {
    try {
      XdmNode tree =
          processor.newDocumentBuilder().build(new StreamSource(new java.io.StringReader(element)));
      return written(tree.axisIterator(Axis.CHILD).next());
    } catch (SaxonApiException e) {
      throw new IllegalStateException(element, e);
    }
  }

  /** The order of versions in the format of the document looked at. */
  private final class CompareVersions implements ExtensionFunction {
    @Override
    public QName getName() {
      return new QName(FUNCTIONS, "compare-versions");
    }

    @Override
    public SequenceType getResultType() {
      return SequenceType.makeSequenceType(ItemType.INTEGER, OccurrenceIndicator.ZERO_OR_ONE);
    }

    @Override
    public SequenceType[] getArgumentTypes() {
      SequenceType text =
          SequenceType.makeSequenceType(ItemType.STRING, OccurrenceIndicator.ZERO_OR_ONE);
      return new SequenceType[] {text, text};
    }

    @Override
    public XdmValue call(XdmValue[] arguments) {
      if (arguments[0].size() == 0) {
        return XdmEmptySequence.getInstance();
      }
      String first = arguments[0].itemAt(0).getStringValue();
      String second = arguments[1].itemAt(0).getStringValue();
      int order = rpm ? RpmVersion.compare(first, second) : DebVersion.compare(first, second);
      return new XdmAtomicValue(Integer.signum(order));
    }
  }

  /** The words of a text; an expression in XQuery would cut the same texts again and again. */
  private static final class WordsOf implements ExtensionFunction {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{Nd}]+\\+*");

    private final Map<String, XdmValue> known = new HashMap<>();

    @Override
    public QName getName() {
      return new QName(FUNCTIONS, "words");
    }

    @Override
    public SequenceType getResultType() {
      return SequenceType.makeSequenceType(ItemType.STRING, OccurrenceIndicator.ZERO_OR_MORE);
    }

    @Override
    public SequenceType[] getArgumentTypes() {
      return new SequenceType[] {
        SequenceType.makeSequenceType(ItemType.STRING, OccurrenceIndicator.ONE)
      };
    }

    @Override
    public XdmValue call(XdmValue[] arguments) {
      return known.computeIfAbsent(
          arguments[0].itemAt(0).getStringValue(),
          text ->
              new XdmValue(
                  WORD.matcher(text.toLowerCase(Locale.ROOT))
                      .results()
                      .map(word -> new XdmAtomicValue(word.group()))
                      .toList()));
    }
  }
}
