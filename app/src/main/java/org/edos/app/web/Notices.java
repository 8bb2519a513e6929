package org.edos.app.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.edos.core.Recent;
import org.edos.core.unit.Sha256;

/**
 * What a visitor is told on the next page that they see, once. Bounded, and forgotten with the
 * process. Safe for use by many threads: its monitor guards all.
 */
final class Notices {
  private static final int VISITORS = 1_000;
  private static final int EACH = 5;

  private final Recent<Sha256, List<Notice>> waiting = new Recent<>(VISITORS);

  synchronized void say(String visitor, Notice notice) {
    List<Notice> told = waiting.computeIfAbsent(key(visitor), ArrayList::new);
    if (told.size() < EACH) {
      told.add(notice);
    }
  }

  /** What is to be told now, and then no more. */
  synchronized List<Notice> take(String visitor) {
    List<Notice> told = waiting.get(key(visitor)).orElse(List.of());
    waiting.remove(key(visitor));
    return List.copyOf(told);
  }

  private static Sha256 key(String visitor) {
    return Sha256.of(visitor.getBytes(UTF_8));
  }
}
