package org.edos.core.attribute;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which licences may be passed on under which others, and how else they are named: {@code
 * licences.txt}, which names its sources. Compatibility is transitive. Immutable.
 */
final class LicenceTable {
  private static final LicenceTable TABLE = read();

  /** By the name in lower case: the name as SPDX has it. */
  private final Map<String, String> names = new HashMap<>();

  /** The licences under which what comes under this one may be passed on, itself included. */
  private final Map<String, Set<String>> under = new HashMap<>();

  private final Set<String> permissive = new HashSet<>();

  private LicenceTable(List<String> lines) {
    Map<String, Set<String>> direct = new HashMap<>();
    for (String line : lines) {
      String[] words = line.strip().split("\\s*[>=,]\\s*");
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.indexOf('=') > 0) {
        for (String word : words) {
          names.put(word.toLowerCase(Locale.ROOT), words[0]);
        }
      } else {
        names.putIfAbsent(words[0].toLowerCase(Locale.ROOT), words[0]);
        direct.computeIfAbsent(words[0], name -> new HashSet<>());
        for (int i = 1; i < words.length; i++) {
          if (words[i].equals("permissive")) {
            permissive.add(words[0]);
          } else {
            direct.get(words[0]).add(words[i]);
          }
        }
      }
    }
    direct.keySet().forEach(name -> under.put(name, reachable(name, direct)));
  }

  private static Set<String> reachable(String from, Map<String, Set<String>> direct) {
    Set<String> seen = new HashSet<>(Set.of(from));
    Deque<String> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (String next : direct.getOrDefault(open.pop(), Set.of())) {
        if (seen.add(next)) {
          open.push(next);
        }
      }
    }
    return Set.copyOf(seen);
  }

  private static LicenceTable read() {
    try (InputStream in = LicenceTable.class.getResourceAsStream("licences.txt")) {
      if (in == null) {
        throw new IllegalStateException("the table of licences is missing from the program");
      }
      return new LicenceTable(
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static LicenceTable get() {
    return TABLE;
  }

  /** The licence's name as SPDX has it, where the table knows it by this one. */
  Optional<String> named(String name) {
    return Optional.ofNullable(names.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Whether what comes under the one may be passed on under the other. */
  boolean serves(String name, String wanted) {
    return name.equals(wanted) || under.getOrDefault(name, Set.of()).contains(wanted);
  }

  /** Whether it asks for nothing of a whole that it becomes part of but that notices are kept. */
  boolean isPermissive(String name) {
    return permissive.contains(name);
  }

  /** Every way in lower case to write a licence that serves where this one is wanted. */
  Set<String> namesServing(String wanted) {
    Set<String> all = new TreeSet<>(Set.of(wanted.toLowerCase(Locale.ROOT)));
    names.forEach((written, name) -> {
      if (serves(name, wanted)) {
        all.add(written);
      }
    });
    return all;
  }

  /** Every way in lower case to write this licence. */
  Set<String> written(String licence) {
    Set<String> all = new TreeSet<>(Set.of(licence.toLowerCase(Locale.ROOT)));
    names.forEach((written, name) -> {
      if (name.equalsIgnoreCase(licence)) {
        all.add(written);
      }
    });
    return all;
  }

  /** The names of the licences that the table has, for tests and documents. */
  Set<String> all() {
    return new TreeSet<>(under.keySet());
  }
}
