package org.edos.core.release;

import java.util.Base64;
import org.edos.core.metadata.SafeXml;
import org.edos.core.metadata.XmlWriter;

/**
 * The form in which a signed composition travels and is kept: the exact signed bytes, the key and
 * the signature.
 */
public final class SignedCompositionXml {
  private static final int MAX_TEXT = 700_000_000;
  private static final SafeXml.Bounds BOUNDS = new SafeXml.Bounds(MAX_TEXT, 4, 16, MAX_TEXT);

  private SignedCompositionXml() {}

  /** Writes the envelope; UTF-8. */
  public static byte[] write(SignedComposition signed) {
    return XmlWriter.bytes(xml ->
        xml.start("signed-composition")
            .attribute("key", signed.key())
            .attribute("signature", signed.signature())
            .text(Base64.getEncoder().encodeToString(signed.xml()))
            .end());
  }

  /**
   * Reads an envelope. Says nothing of whether the signature holds.
   *
   * @throws org.edos.core.EdosException if it is malformed or too large
   */
  public static SignedComposition read(byte[] bytes) {
    return SafeXml.read(
        "signed composition",
        bytes,
        BOUNDS,
        "signed-composition",
        xml -> {
          String key = xml.required("key");
          String signature = xml.required("signature");
          return new SignedComposition(Base64.getDecoder().decode(xml.text()), key, signature);
        });
  }
}
