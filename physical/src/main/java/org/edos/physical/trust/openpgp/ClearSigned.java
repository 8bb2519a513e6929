package org.edos.physical.trust.openpgp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.edos.core.EdosException;

/**
 * The cleartext signature framework (RFC 9580, section 7) in the narrow form that apt accepts:
 * nothing before, between or after the text and its signatures, no line that is read one way by one
 * program and another way by another.
 *
 * @param lines of the text, without dash-escapes, trailing blanks and line ends
 * @param armor the signature blocks
 */
record ClearSigned(List<String> lines, byte[] armor) {
  private static final String BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----";
  private static final String BEGIN_SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
  private static final Pattern HASH_HEADER = Pattern.compile("Hash: [A-Za-z0-9, -]{1,100}");

  /**
   * The text as its lines, ready to be signed. A line end at the end of the text begins no further
   * line.
   */
  static ClearSigned ofText(byte[] text) {
    String all = new String(text, ISO_8859_1);
    String whole = all.endsWith("\n") ? all.substring(0, all.length() - 1) : all;
    return new ClearSigned(
        Arrays.stream(whole.split("\n", -1)).map(ClearSigned::withoutEnd).toList(), new byte[0]);
  }

  static ClearSigned parse(byte[] bytes) {
    String[] all = new String(bytes, ISO_8859_1).split("\n", -1);
    if (!withoutEnd(all[0]).equals(BEGIN)) {
      throw EdosException.refused("not a clear-signed text: its first line is not " + BEGIN);
    }
    int next = 1;
    while (next < all.length && !withoutEnd(all[next]).isEmpty()) {
      if (!HASH_HEADER.matcher(withoutEnd(all[next])).matches()) {
        throw EdosException.refused(
            "unexpected header in a clear-signed text: '" + Armor.shown(all[next]) + "'");
      }
      next++;
    }
    List<String> lines = new ArrayList<>();
    for (next++; next < all.length; next++) {
      String line = withoutEnd(all[next]);
      if (line.equals(BEGIN_SIGNATURE)) {
        byte[] armor =
            String.join("\n", Arrays.asList(all).subList(next, all.length)).getBytes(ISO_8859_1);
        return new ClearSigned(lines, armor);
      }
      lines.add(unescaped(line));
    }
    throw EdosException.refused(
        "a clear-signed text without its signature: the file is cut short, fetch it again");
  }

  private static String unescaped(String line) {
    if (line.startsWith("- ")) {
      return line.substring(2);
    }
    if (line.startsWith("-")) {
      throw EdosException.refused(
          "a clear-signed text with a stray line '" + Armor.shown(line) + "'");
    }
    return line;
  }

  private static String withoutEnd(String line) {
    String ended = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    if (ended.indexOf('\r') >= 0 || ended.indexOf('\0') >= 0) {
      throw EdosException.refused(
          "a text to sign or check has a carriage return or a zero inside a line");
    }
    int end = ended.length();
    while (end > 0 && (ended.charAt(end - 1) == ' ' || ended.charAt(end - 1) == '\t')) {
      end--;
    }
    return ended.substring(0, end);
  }

  /** The text for its readers: every line ends in a line feed. */
  byte[] text() {
    return (String.join("\n", lines) + "\n").getBytes(ISO_8859_1);
  }

  /** The bytes that the signature covers: line ends are CR LF, the last line has none. */
  byte[] canonical() {
    return String.join("\r\n", lines).getBytes(ISO_8859_1);
  }

  /** The file, for a signature of {@link #canonical()}. */
  byte[] withSignature(String hash, String signature) {
    StringBuilder file = new StringBuilder(BEGIN + "\nHash: " + hash + "\n\n");
    for (String line : lines) {
      file.append(line.startsWith("-") ? "- " : "").append(line).append('\n');
    }
    return file.append(signature).toString().getBytes(ISO_8859_1);
  }
}
