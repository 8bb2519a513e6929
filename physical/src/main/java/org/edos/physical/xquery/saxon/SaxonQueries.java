package org.edos.physical.xquery.saxon;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.transform.sax.SAXSource;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.Configuration;
import net.sf.saxon.lib.EnvironmentVariableResolver;
import net.sf.saxon.lib.Feature;
import net.sf.saxon.s9api.DocumentBuilder;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.SaxonApiUncheckedException;
import net.sf.saxon.s9api.Serializer;
import net.sf.saxon.s9api.XQueryCompiler;
import net.sf.saxon.s9api.XQueryEvaluator;
import net.sf.saxon.s9api.XdmItem;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XdmSequenceIterator;
import net.sf.saxon.s9api.XdmValue;
import net.sf.saxon.trans.XPathException;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.physical.xquery.QueryEngine;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/**
 * Saxon-HE without any way out: no documents, texts or collections by address, no modules, no
 * extension functions, no environment; a bounded program, time and result; two at a time.
 *
 * <p>A program that does not come to its end in time is interrupted, and left: Saxon looks for
 * interruption nowhere within an expression that yields no items. Its thread ends with its work.
 */
public final class SaxonQueries implements QueryEngine {
  private static final int MAX_PROGRAM = 64 * 1024;
  private static final int MAX_RESULT = 8 << 20;
  private static final int MAX_ITEMS = 100_000;
  private static final int AT_ONCE = 2;

  private final Duration limit;
  private final Processor processor;
  private final Semaphore free = new Semaphore(AT_ONCE);

  /** Ten seconds for each program. */
  public SaxonQueries() {
    this(Duration.ofSeconds(10));
  }

  /** So long for each program. */
  public SaxonQueries(Duration limit) {
    this.limit = limit;
    this.processor = new Processor(false);
    Configuration configuration = processor.getUnderlyingConfiguration();
    processor.setConfigurationProperty(Feature.ALLOW_EXTERNAL_FUNCTIONS, false);
    processor.setConfigurationProperty(Feature.ALLOWED_PROTOCOLS, "");
    processor.setConfigurationProperty(Feature.DTD_VALIDATION, false);
    processor.setConfigurationProperty(Feature.XINCLUDE, false);
    configuration.setResourceResolver(request -> {
      throw byAddress();
    });
    configuration.setUnparsedTextURIResolver((uri, encoding, c) -> {
      throw byAddress();
    });
    configuration.setCollectionFinder((context, uri) -> {
      throw byAddress();
    });
    configuration.getDefaultStaticQueryContext().setModuleURIResolver(SaxonQueries::module);
    processor.setConfigurationProperty(Feature.ENVIRONMENT_VARIABLE_RESOLVER, new NoEnvironment());
  }

  private static StreamSource[] module(
      @Nullable String uri, @Nullable String base, String @Nullable [] places)
      throws XPathException {
    throw new XPathException("an XQuery here imports no modules", "XQST0059");
  }

  private static XPathException byAddress() {
    return new XPathException("an XQuery here reads nothing by address", "FODC0002");
  }

  private static final class NoEnvironment implements EnvironmentVariableResolver {
    @Override
    public Set<String> getAvailableEnvironmentVariables() {
      return Set.of();
    }

    @Override
    public @Nullable String getEnvironmentVariable(String name) {
      return null;
    }
  }

  @Override
  public List<String> evaluate(String program, List<Document> documents) {
    if (program.length() > MAX_PROGRAM) {
      throw EdosException.usage("an XQuery has at most " + MAX_PROGRAM + " characters");
    }
    if (!free.tryAcquire()) {
      throw EdosException.exhausted(
          AT_ONCE + " XQueries are evaluated here already; try again in a moment");
    }
    AtomicReference<Object> outcome = new AtomicReference<>("");
    Thread worker =
        Thread.ofPlatform()
            .daemon()
            .name("edos-xquery")
            .start(() -> {
              try {
                outcome.set(run(program, documents));
              } catch (EdosException | SaxonApiException | SaxonApiUncheckedException e) {
                outcome.set(e);
              } catch (StackOverflowError e) {
                outcome.set(EdosException.exhausted("the XQuery nests too deep; nest it less"));
              } catch (RuntimeException e) {
                outcome.set(EdosException.external("the XQuery failed: " + e, e));
              } catch (OutOfMemoryError e) {
                outcome.set(EdosException.exhausted("the XQuery needs too much memory"));
              } finally {
                free.release();
              }
            });
    try {
      if (!worker.join(limit)) {
        worker.interrupt();
        throw EdosException.exhausted(
            "the XQuery took more than " + limit.toSeconds() + " s; select fewer documents");
      }
    } catch (InterruptedException e) {
      worker.interrupt();
      Thread.currentThread().interrupt();
      throw EdosException.external("interrupted; ask again", e);
    }
    return result(Objects.requireNonNull(outcome.get()));
  }

  @SuppressWarnings("unchecked") // what is no failure is the list that run gives
  private static List<String> result(Object outcome) {
    return switch (outcome) {
      case EdosException e -> throw e;
      case Exception e ->
          throw new EdosException(
              EdosException.Category.USAGE, "the XQuery is wrong: " + place(e) + e.getMessage(), e);
      default -> (List<String>) outcome;
    };
  }

  private static String place(Exception e) {
    return e instanceof SaxonApiException known && known.getLineNumber() > 0
        ? "line " + known.getLineNumber() + ": "
        : "";
  }

  private List<String> run(String program, List<Document> documents) throws SaxonApiException {
    XQueryCompiler compiler = processor.newXQueryCompiler();
    compiler.setModuleURIResolver(SaxonQueries::module);
    compiler.setErrorList(new ArrayList<>());
    String declared =
        program.contains("declare variable $documents")
            ? program
            : "declare variable $documents external; " + program;
    XQueryEvaluator evaluator = compiler.compile(declared).load();
    evaluator.setExternalVariable(new QName("documents"), nodes(documents));
    List<String> items = new ArrayList<>();
    long size = 0;
    XdmSequenceIterator<XdmItem> result = evaluator.iterator();
    while (result.hasNext()) {
      String item = text(result.next());
      size += item.length();
      if (Thread.currentThread().isInterrupted()
          || size > MAX_RESULT
          || items.size() >= MAX_ITEMS) {
        throw EdosException.exhausted(
            "the XQuery gives more than "
                + MAX_ITEMS
                + " items or "
                + MAX_RESULT
                + " characters; return less");
      }
      items.add(item);
    }
    return items;
  }

  private XdmValue nodes(List<Document> documents) throws SaxonApiException {
    DocumentBuilder builder = processor.newDocumentBuilder();
    List<XdmItem> nodes = new ArrayList<>();
    for (Document document : documents) {
      nodes.add(
          builder.build(
              new SAXSource(reader(), new InputSource(new ByteArrayInputStream(document.xml())))));
    }
    return new XdmValue(nodes);
  }

  /** A parser that knows no DTD and so no entities. */
  private static XMLReader reader() throws SaxonApiException {
    try {
      SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newSAXParser().getXMLReader();
    } catch (ParserConfigurationException | SAXException e) {
      throw new SaxonApiException(e);
    }
  }

  private String text(XdmItem item) throws SaxonApiException {
    if (!(item instanceof XdmNode node)) {
      return item.isAtomicValue() ? item.getStringValue() : item.toString();
    }
    return switch (node.getNodeKind()) {
      case ELEMENT, DOCUMENT -> {
        StringWriter out = new StringWriter();
        Serializer serializer = processor.newSerializer(out);
        serializer.setOutputProperty(Serializer.Property.OMIT_XML_DECLARATION, "yes");
        serializer.serializeNode(node);
        yield out.toString();
      }
      default -> node.getStringValue();
    };
  }
}
