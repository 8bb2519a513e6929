package org.edos.app.rest;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a connection stands in every channel, as it travels in {@code id} and {@code
 * Last-Event-ID}: {@code CHANNEL:ID} of the event itself first, then of the other channels,
 * separated by commas.
 */
final class EventPositions {
  /** More would not fit into a header. */
  static final int MOST = 100;

  private EventPositions() {}

  static String write(Map<String, Long> positions, String first) {
    StringBuilder text = new StringBuilder();
    Long own = positions.get(first);
    if (own != null) {
      text.append(first).append(':').append(own);
    }
    int written = 1;
    for (Map.Entry<String, Long> position : positions.entrySet()) {
      if (!position.getKey().equals(first) && written++ < MOST) {
        text.append(text.isEmpty() ? "" : ",")
            .append(position.getKey())
            .append(':')
            .append(position.getValue());
      }
    }
    return text.toString();
  }

  /** Reads positions back; what is no position is passed over. */
  static Map<String, Long> read(String text) {
    Map<String, Long> positions = new LinkedHashMap<>();
    for (String position : text.split(",", MOST + 1)) {
      int colon = position.indexOf(':');
      if (colon > 0 && position.substring(colon + 1).matches("[0-9]{1,18}")) {
        positions.put(
            position.substring(0, colon).strip(), Long.parseLong(position.substring(colon + 1)));
      }
    }
    return positions;
  }
}
