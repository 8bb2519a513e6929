package org.edos.core.metadata;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.edos.core.EdosException;
import org.edos.core.unit.RepositoryPath;

/**
 * Takes the text out of the armour of a clear-signed message (RFC 9580, section 7) without checking
 * the signature. Nothing outside the signed part is ever given back: what stands before or after
 * the armour is refused.
 */
final class ClearSignedText {
  private static final String BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----";
  private static final String SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
  private static final String END = "-----END PGP SIGNATURE-----";

  private ClearSignedText() {}

  /**
   * The signed text; its line ends are single newlines and no line ends in white space, as the
   * signature counts it.
   */
  static byte[] strip(RepositoryPath path, byte[] signed) {
    Iterator<String> lines =
        new String(signed, StandardCharsets.ISO_8859_1)
            .lines()
            .map(String::stripTrailing)
            .iterator();
    skipHeader(path, lines);
    String text = text(path, lines);
    skipSignature(path, lines);
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void skipHeader(RepositoryPath path, Iterator<String> lines) {
    if (!lines.hasNext() || !lines.next().equals(BEGIN)) {
      throw malformed(path, "it does not begin with '" + BEGIN + "'");
    }
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.isEmpty()) {
        return;
      }
      if (!line.startsWith("Hash: ")) {
        throw malformed(path, "its armour has a header other than Hash");
      }
    }
    throw malformed(path, "it ends within its armour's headers");
  }

  private static String text(RepositoryPath path, Iterator<String> lines) {
    StringBuilder text = new StringBuilder();
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.equals(SIGNATURE)) {
        return text.toString();
      }
      if (line.startsWith("- ")) {
        text.append(line, 2, line.length());
      } else if (line.startsWith("-")) {
        throw malformed(path, "a line of its text begins with an unescaped '-'");
      } else {
        text.append(line);
      }
      text.append('\n');
    }
    throw malformed(path, "it has no signature after its text");
  }

  private static void skipSignature(RepositoryPath path, Iterator<String> lines) {
    boolean ended = false;
    while (lines.hasNext()) {
      String line = lines.next();
      if (ended && !line.isEmpty()) {
        throw malformed(path, "something follows its signature");
      }
      ended |= line.equals(END);
    }
    if (!ended) {
      throw malformed(path, "its signature is cut off");
    }
  }

  private static EdosException malformed(RepositoryPath path, String why) {
    return EdosException.refused(path + " is not a clear-signed text: " + why + "; fetch it again");
  }
}
