package org.edos.app.rest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.edos.core.EdosException;

/**
 * Decodes the path of a request once and strictly: each part by itself, UTF-8 alone, no slash
 * hidden in a part. Whether the parts are safe as a path in a tree is for {@link
 * org.edos.core.unit.RepositoryPath} to say.
 */
final class PathParts {
  private PathParts() {}

  /**
   * The parts of a raw path, without empty ones, which only doubled slashes make.
   *
   * @throws EdosException usage if the encoding is malformed; refused if a part hides a slash or is
   *     {@code .} or {@code ..}
   */
  static List<String> of(String rawPath) {
    List<String> parts = new ArrayList<>();
    for (String raw : rawPath.split("/", -1)) {
      if (!raw.isEmpty()) {
        String part = decode(raw);
        if (part.indexOf('/') >= 0
            || part.indexOf('\0') >= 0
            || part.equals(".")
            || part.equals("..")) {
          throw EdosException.refused("unsafe path in a request");
        }
        parts.add(part);
      }
    }
    return parts;
  }

  private static String decode(String raw) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int high = i + 2 <= raw.length() - 1 ? Character.digit(raw.charAt(i + 1), 16) : -1;
        int low = i + 2 <= raw.length() - 1 ? Character.digit(raw.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw malformed();
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else if (c > ' ' && c < 127) {
        bytes.write(c);
      } else {
        throw malformed();
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed();
    }
  }

  private static EdosException malformed() {
    return EdosException.usage(
        "the path is not well encoded: every special character is % and two digits, in UTF-8");
  }
}
