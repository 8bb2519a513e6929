package org.edos.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.edos.core.active.ActiveDocument;
import org.edos.core.active.ServiceCall;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.SafeXml;
import org.edos.core.query.Field;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;

/** What is active in a document, for people: its calls, or what they answered. */
final class ActiveLines {
  private static final SafeXml.Bounds BOUNDS =
      new SafeXml.Bounds(512L << 20, 32, 4_000_000, 4 << 20);

  /** A line. */
  record Line(String label, String value) {}

  private ActiveLines() {}

  /** The calls that stand in a document. */
  static List<Line> calls(UnitId unit, String document) {
    return ActiveDocument.of(new Document(unit, document.getBytes(UTF_8))).pending().stream()
        .map(standing -> standing.call())
        .map(call -> new Line("Call", written(call)))
        .toList();
  }

  private static String written(ServiceCall call) {
    return call.service()
        + ", "
        + call.frequency()
        + call.validity().map(time -> ", valid " + time).orElse("")
        + (call.mode() == ServiceCall.Mode.MERGE ? ", merging" : "");
  }

  /** The elements that no static document has, each with what is in it. */
  static List<Line> results(UnitId unit, String document) {
    String root =
        switch (unit) {
          case PackageId p -> "package";
          case UtilityId u -> "utility";
          case CollectionId c -> "collection";
        };
    return SafeXml.read(
        "document",
        document.getBytes(UTF_8),
        BOUNDS,
        root,
        xml -> {
          List<Line> lines = new ArrayList<>();
          while (xml.child()) {
            read(xml, lines);
          }
          return lines;
        });
  }

  private static void read(SafeXml xml, List<Line> lines) {
    String name = xml.name();
    if (name.equals("fault")) {
      lines.add(new Line("Unanswered", xml.attribute("methodName") + ": " + xml.text()));
    } else if (name.equals("sc") || name.equals("files") || Field.of(name).isPresent()) {
      xml.skip();
    } else {
      boolean empty = true;
      while (xml.child()) {
        String inner = xml.name();
        lines.add(new Line(empty ? label(name) : "", inner + " " + xml.text()));
        empty = false;
      }
      if (empty) {
        lines.add(new Line(label(name), "nothing"));
      }
    }
  }

  private static String label(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
