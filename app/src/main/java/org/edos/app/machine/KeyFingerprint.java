package org.edos.app.machine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** By which people compare an OpenPGP key with what they were told of it. */
public final class KeyFingerprint {
  private static final int MOST = 1 << 20;
  private static final int PUBLIC_KEY = 6;

  private KeyFingerprint() {}

  /**
   * The fingerprint of an armoured key's primary key, upper-case hexadecimal in groups of four;
   * empty if this is no key of version 4 or 6.
   */
  public static Optional<String> of(byte[] armoured) {
    if (armoured.length > MOST) {
      return Optional.empty();
    }
    try {
      return Optional.of(grouped(fingerprint(bytes(armoured))));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** What stands between the armour's empty line and its checksum. */
  private static byte[] bytes(byte[] armoured) {
    String text = new String(armoured, StandardCharsets.US_ASCII).replace("\r", "");
    int begin = text.indexOf("\n\n", text.indexOf("-----BEGIN PGP PUBLIC KEY BLOCK-----"));
    int end = text.indexOf("-----END PGP", Math.max(0, begin));
    if (begin < 0 || end < 0) {
      throw new IllegalArgumentException("no armour");
    }
    String body =
        text.substring(begin, end)
            .lines()
            .filter(line -> !line.startsWith("="))
            .collect(Collectors.joining());
    return Base64.getDecoder().decode(body);
  }

  /** RFC 9580, 4.2 and 5.5.4. */
  private static byte[] fingerprint(byte[] packets) {
    int head = packets[0] & 0xff;
    boolean isNew = (head & 0x40) != 0;
    int tag = isNew ? head & 0x3f : head >> 2 & 0xf;
    if ((head & 0x80) == 0 || tag != PUBLIC_KEY) {
      throw new IllegalArgumentException("no key");
    }
    int first = packets[1] & 0xff;
    int octets = isNew ? (first < 192 ? 1 : first < 224 ? 2 : 5) : 1 << (head & 3);
    int length = 0;
    if (isNew && octets == 2) {
      length = (first - 192 << 8) + (packets[2] & 0xff) + 192;
    } else {
      for (int i = octets == 5 ? 1 : 0; i < octets; i++) {
        length = length << 8 | packets[1 + i] & 0xff;
      }
    }
    int start = 1 + octets;
    byte[] prefix = prefix(packets[start], length);
    MessageDigest digest = digest(packets[start] == 6 ? "SHA-256" : "SHA-1");
    digest.update(prefix);
    digest.update(packets, start, length);
    return digest.digest();
  }

  private static byte[] prefix(byte version, int length) {
    return switch (version) {
      case 4 -> new byte[] {(byte) 0x99, (byte) (length >> 8), (byte) length};
      case 6 ->
          new byte[] {
            (byte) 0x9b,
            (byte) (length >> 24),
            (byte) (length >> 16),
            (byte) (length >> 8),
            (byte) length
          };
      default -> throw new IllegalArgumentException("a key of version " + version);
    };
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }

  private static String grouped(byte[] fingerprint) {
    return HexFormat.of()
        .formatHex(fingerprint)
        .toUpperCase(Locale.ROOT)
        .replaceAll("(.{4})(?!$)", "$1 ");
  }
}
