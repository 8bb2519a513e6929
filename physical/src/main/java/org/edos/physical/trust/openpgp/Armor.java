package org.edos.physical.trust.openpgp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.edos.core.EdosException;

/**
 * ASCII armour (RFC 9580, section 6): blocks of base64 between BEGIN and END lines, with a CRC-24.
 */
final class Armor {
  static final String SIGNATURE = "PGP SIGNATURE";
  static final String PUBLIC_KEY = "PGP PUBLIC KEY BLOCK";
  static final String PRIVATE_KEY = "PGP PRIVATE KEY BLOCK";

  private static final int LINE = 64;
  private static final Pattern BLANKS = Pattern.compile("[ \\t\\r]+$");

  private Armor() {}

  /**
   * Whether these bytes are armoured rather than packets, of which the first byte has its highest
   * bit set.
   */
  static boolean isArmored(byte[] bytes) {
    return bytes.length > 0 && bytes[0] >= 0;
  }

  static String encode(String type, byte[] packets) {
    String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(packets);
    int crc = crc24(packets);
    byte[] sum = {(byte) (crc >> 16), (byte) (crc >> 8), (byte) crc};
    return "-----BEGIN "
        + type
        + "-----\n\n"
        + body
        + "\n="
        + Base64.getEncoder().encodeToString(sum)
        + "\n-----END "
        + type
        + "-----\n";
  }

  /**
   * The packets in every block of this type.
   *
   * @param between whether other text may stand before, between and after the blocks
   * @throws EdosException (refused) if a block is torn, damaged or of another type, or there is
   *     none
   */
  static List<byte[]> decode(byte[] text, String type, boolean between) {
    List<byte[]> blocks = new ArrayList<>();
    List<String> body = new ArrayList<>();
    boolean inside = false;
    for (String line : new String(text, ISO_8859_1).split("\n", -1)) {
      String plain = BLANKS.matcher(line).replaceFirst("");
      if (inside && plain.equals("-----END " + type + "-----")) {
        blocks.add(packets(body));
        body.clear();
        inside = false;
      } else if (inside) {
        body.add(plain);
      } else if (plain.equals("-----BEGIN " + type + "-----")) {
        inside = true;
      } else if (plain.startsWith("-----BEGIN PGP ") || !(between || plain.isEmpty())) {
        throw EdosException.refused(
            "expected only blocks of " + type + ", found '" + shown(plain) + "'");
      }
    }
    if (inside || blocks.isEmpty()) {
      throw EdosException.refused(
          "no whole block of " + type + ": the file is cut short or of another kind");
    }
    return blocks;
  }

  private static byte[] packets(List<String> lines) {
    int blank = lines.indexOf("");
    if (blank < 0 || lines.subList(0, blank).stream().anyMatch(header -> !header.contains(": "))) {
      throw EdosException.refused(
          "armour without the empty line after its headers: the file is damaged");
    }
    StringBuilder base64 = new StringBuilder();
    String sum = "";
    for (String line : lines.subList(blank + 1, lines.size())) {
      if (!sum.isEmpty() && !line.isEmpty()) {
        throw EdosException.refused("text after the checksum of the armour: the file is damaged");
      }
      if (line.length() == 5 && line.startsWith("=")) {
        sum = line.substring(1);
      } else {
        base64.append(line);
      }
    }
    try {
      byte[] packets = Base64.getDecoder().decode(base64.toString());
      if (!Base64.getEncoder().encodeToString(packets).contentEquals(base64)) {
        throw EdosException.refused(
            "the armour ends in bits of no byte: the file is damaged, fetch it again");
      }
      if (!sum.isEmpty() && crc24(packets) != integer(Base64.getDecoder().decode(sum))) {
        throw EdosException.refused(
            "the checksum of the armour does not fit: the file is damaged, fetch it again");
      }
      return packets;
    } catch (IllegalArgumentException e) {
      throw EdosException.refused("the armour is not base64: the file is damaged, fetch it again");
    }
  }

  private static int integer(byte[] sum) {
    return (sum[0] & 0xff) << 16 | (sum[1] & 0xff) << 8 | sum[2] & 0xff;
  }

  /** RFC 9580, section 6.1: the polynomial 0x1864CFB, begun with 0xB704CE. */
  private static int crc24(byte[] bytes) {
    int crc = 0xB704CE;
    for (byte b : bytes) {
      crc ^= (b & 0xff) << 16;
      for (int bit = 0; bit < 8; bit++) {
        crc <<= 1;
        if ((crc & 0x1000000) != 0) {
          crc ^= 0x1864CFB;
        }
      }
    }
    return crc & 0xffffff;
  }

  static String shown(String text) {
    String plain = text.replaceAll("[^ -~]", "?");
    return plain.length() <= 60 ? plain : plain.substring(0, 57) + "...";
  }
}
