package org.edos.core.query;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.SafeXml;
import org.edos.core.unit.UnitId;

/** Reads hostile documents in a process with little memory, and says what became of each. */
final class HostileReading {
  private static final String ID = "pkg:deb/debian/x@1?arch=all";
  private static final String BEGIN = "<package id=\"" + ID + "\"><name>x</name>";
  private static final String END = "</package>";
  private static final long HUGE = 1L << 30;
  private static final int LARGE = 24 << 20;

  private HostileReading() {}

  public static void main(String[] arguments) {
    PrintStream out = System.out;
    Map<String, InputStream> streams = new TreeMap<>();
    for (boolean inRoot : List.of(false, true)) {
      String where = inRoot ? " in the root's place" : "";
      String begin = inRoot ? "" : BEGIN;
      streams.put("attribute" + where, huge(begin + "<a b=\"", 'x', "\"/>"));
      streams.put("element name" + where, huge(begin + "<", 'x', "/>"));
      streams.put("comment" + where, huge(begin + "<!--", 'x', "-->"));
      streams.put("comment of quotes" + where, huge(begin + "<!-- ' --><a b=\"", '>', "\"/>"));
      streams.put("instruction" + where, huge(begin + "<?a ", 'x', "?>"));
      streams.put("document type" + where, huge(begin + "<!DOCTYPE a [", 'x', "]>"));
    }
    streams.put("cdata", huge(BEGIN + "<summary><![CDATA[", 'x', "]]></summary>" + END));
    streams.put("text", huge(BEGIN + "<summary>", 'x', "</summary>" + END));
    streams.put("text in an unknown element", huge(BEGIN + "<a>", 'x', "</a>" + END));
    streams.put("entity name", huge(BEGIN + "<a>&", 'x', ";</a>" + END));
    streams.put("white space in a tag", huge(BEGIN + "<a", ' ', "/>" + END));
    streams.forEach((name, stream) -> {
      report(out, name, xml -> xml.tell(new Ignored()), stream);
    });
    for (String name : List.of("attribute", "element name", "comment", "text")) {
      report(out, name + ", as bytes", bytes(name));
    }
    report(out, "nesting", document("<a>".repeat(100_000) + "</a>".repeat(100_000)));
    report(out, "attributes", document("<a" + attributes(1_000_000) + "/>"));
    report(out, "children", document("<a/>".repeat(1_000_000)));
    report(
        out,
        "entity bomb",
        whole(
            "<!DOCTYPE package [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">"
                + "<!ENTITY c \"&b;&b;&b;&b;&b;\">]>"
                + BEGIN
                + "<summary>&c;</summary>"
                + END));
    report(
        out,
        "external entity",
        whole(
            "<!DOCTYPE package [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>"
                + BEGIN
                + "<summary>&a;</summary>"
                + END));
    report(out, "entity without a type", whole(BEGIN + "<summary>&a;</summary>" + END));
    out.println("done");
  }

  private static InputStream huge(String before, char filling, String after) {
    return filled(before, filling, HUGE, after);
  }

  private static InputStream filled(String before, char filling, long length, String after) {
    InputStream middle =
        new InputStream() {
          private long left = length;

          @Override
          public int read() {
            return left-- > 0 ? filling : -1;
          }

          @Override
          public int read(byte[] into, int from, int most) {
            int n = (int) Math.min(most, left);
            java.util.Arrays.fill(into, from, from + n, (byte) filling);
            left -= n;
            return n == 0 && most > 0 ? -1 : n;
          }
        };
    InputStream first = new ByteArrayInputStream(before.getBytes(US_ASCII));
    InputStream last = new ByteArrayInputStream(after.getBytes(US_ASCII));
    return new SequenceInputStream(new SequenceInputStream(first, middle), last);
  }

  /** The same in memory, as large as what carries documents here allows. */
  private static Document bytes(String name) {
    InputStream stream =
        switch (name) {
          case "attribute" -> filled(BEGIN + "<a b=\"", 'x', LARGE, "\"/>");
          case "element name" -> filled(BEGIN + "<", 'x', LARGE, "/>");
          case "comment" -> filled(BEGIN + "<!--", 'x', LARGE, "-->");
          default -> filled(BEGIN + "<summary>", 'x', LARGE, "</summary>" + END);
        };
    try (stream) {
      return new Document(UnitId.parse(ID), stream.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Document document(String content) {
    return whole(BEGIN + content + END);
  }

  private static Document whole(String xml) {
    return new Document(UnitId.parse(ID), xml.getBytes(US_ASCII));
  }

  private static String attributes(int count) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < count; i++) {
      all.append(" a").append(i).append("=\"\"");
    }
    return all.toString();
  }

  private static void report(
      PrintStream out, String name, Consumer<SafeXml> reading, InputStream stream) {
    told(
        out,
        name + ": told",
        () ->
            SafeXml.read(
                name,
                stream,
                DocumentFields.BOUNDS,
                "package",
                xml -> {
                  reading.accept(xml);
                  return true;
                }));
  }

  private static void report(PrintStream out, String name, Document document) {
    told(out, name + ": fields", () -> DocumentFields.of(document));
    told(out, name + ": metadata", () -> MetadataXml.read(document.xml()));
    told(out, name + ": tree", () -> DocumentTree.of(document));
  }

  private static void told(PrintStream out, String name, Runnable reading) {
    try {
      reading.run();
      out.println(name + ": read");
    } catch (EdosException e) {
      out.println(name + ": " + e.category());
    } catch (OutOfMemoryError | StackOverflowError e) {
      out.println(name + ": " + e.getClass().getSimpleName());
    }
  }

  private static final class Ignored implements SafeXml.Content {
    @Override
    public void start(String prefix, String namespace, String name) {}

    @Override
    public void attribute(String prefix, String namespace, String name, String value) {}

    @Override
    public void text(String part) {}

    @Override
    public void interruption() {}

    @Override
    public void end() {}
  }
}
