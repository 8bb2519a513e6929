package org.edos.core.active;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import org.edos.core.EdosException;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.SafeXml;
import org.edos.core.metadata.XmlWriter;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;

/**
 * The results of a call as a peer keeps them: an XML document that is read back to an equal value.
 *
 * @param unit in whose document the call stands
 * @param call the call
 * @param called when it was made
 * @param results what it answered
 */
public record KeptOutcome(
    UnitId unit, ServiceCall call, Instant called, List<ServiceResult> results) {
  private static final String ROOT = "outcome";
  private static final SafeXml.Bounds BOUNDS =
      new SafeXml.Bounds(64L << 20, ServiceResult.MAX_DEPTH + 24, 2_000_000, 64 << 10);

  private record Head(UnitId unit, Instant called) {}

  /** Copies the results. */
  public KeptOutcome {
    results = List.copyOf(results);
  }

  /** What came of the call, for a document. */
  public CallOutcome outcome() {
    return CallOutcome.answered(called, results);
  }

  /** A name for the call in this unit's document: 64 hexadecimal digits. */
  public String key() {
    return key(unit, call);
  }

  /** A name for a call in a unit's document: 64 hexadecimal digits. */
  public static String key(UnitId unit, ServiceCall call) {
    return Sha256.of((unit + "\n" + call).getBytes(UTF_8)).hex();
  }

  /** The written form. */
  public byte[] write() {
    String head =
        Wrapped.element(
            XmlWriter.bytes(xml ->
                xml.start(ROOT)
                    .attribute("xmlns:" + Wrapped.PREFIX, MetadataXml.CALLS_NAMESPACE)
                    .attribute("unit", unit.toString())
                    .attribute("called", called.toString())
                    .end()));
    StringBuilder text = new StringBuilder(head.substring(0, head.length() - 2)).append('>');
    text.append(call);
    results.forEach(text::append);
    return text.append("</" + ROOT + ">").toString().getBytes(UTF_8);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws EdosException (external) if it is damaged; (refused) if it is beyond all bounds
   */
  public static KeptOutcome read(byte[] document) {
    Head head =
        SafeXml.read(
            "kept result",
            document,
            BOUNDS,
            ROOT,
            xml -> {
              Head read = new Head(UnitId.parse(xml.required("unit")), xml.instant("called"));
              xml.skip();
              return read;
            });
    String text = new String(document, UTF_8);
    List<String> elements = Elements.atDepth(text, 1).stream().map(span -> span.in(text)).toList();
    if (elements.isEmpty()) {
      throw EdosException.external("a kept result names no call; remove it");
    }
    return new KeptOutcome(
        head.unit(),
        ServiceCall.read(elements.get(0)),
        head.called(),
        elements.stream().skip(1).map(ServiceResult::read).toList());
  }
}
