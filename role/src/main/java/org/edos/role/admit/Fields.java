package org.edos.role.admit;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Named values as lines {@code NAME VALUE}; values have no line ends. Stateless. */
final class Fields {
  private Fields() {}

  static byte[] write(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + " " + field.getValue() + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  static Map<String, String> read(byte[] written) {
    Map<String, String> fields = new LinkedHashMap<>();
    new String(written, StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> {
          int space = line.indexOf(' ');
          if (space > 0) {
            fields.put(line.substring(0, space), line.substring(space + 1));
          }
        });
    return fields;
  }
}
