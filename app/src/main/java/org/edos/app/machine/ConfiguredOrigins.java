package org.edos.app.machine;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Where this machine's apt and dnf get packages, as far as their configuration says it plainly. */
final class ConfiguredOrigins {
  private static final long MOST_BYTES = 1 << 20;
  private static final int MOST_FILES = 100;

  /**
   * The first file that a package manager asks a repository for.
   *
   * @param manager apt or dnf
   * @param root its address, http or https
   */
  record Root(String manager, URI root) {}

  private final Path system;
  private final List<Root> found = new ArrayList<>();

  private ConfiguredOrigins(Path system) {
    this.system = system;
  }

  /**
   * Reads the configuration; what cannot be read or understood is left out.
   *
   * @param system the root of the file system
   */
  static List<Root> of(Path system) {
    ConfiguredOrigins origins = new ConfiguredOrigins(system);
    origins.list(text(system.resolve("etc/apt/sources.list")));
    origins.files("etc/apt/sources.list.d", ".list").forEach(file -> origins.list(text(file)));
    origins
        .files("etc/apt/sources.list.d", ".sources")
        .forEach(file -> origins.sources(text(file)));
    origins.files("etc/yum.repos.d", ".repo").forEach(file -> origins.repo(text(file)));
    return List.copyOf(origins.found);
  }

  /** Lines such as {@code deb [signed-by=...] http://host/debian stable main}. */
  private void list(String text) {
    text.lines()
        .map(line -> line.strip().replaceFirst("^deb\\s+(\\[[^]]*]\\s*)?", "deb "))
        .filter(line -> line.startsWith("deb "))
        .map(line -> line.split("\\s+"))
        .filter(parts -> parts.length >= 3)
        .forEach(parts -> apt(parts[1], parts[2]));
  }

  /** Paragraphs with Types, URIs and Suites. */
  private void sources(String text) {
    for (String paragraph : text.split("\\n\\s*\\n")) {
      Map<String, String> fields = fields(paragraph, ":");
      boolean binary = Arrays.asList(words(fields, "types")).contains("deb");
      if (binary && !fields.getOrDefault("enabled", "yes").equals("no")) {
        for (String uri : words(fields, "uris")) {
          apt(uri, words(fields, "suites")[0]);
        }
      }
    }
  }

  /** Sections with {@code baseurl=}. */
  private void repo(String text) {
    for (String section : text.split("(?m)^\\[")) {
      Map<String, String> fields = fields(section, "=");
      String base = words(fields, "baseurl")[0];
      if (!base.isEmpty() && !fields.getOrDefault("enabled", "1").equals("0")) {
        add("dnf", base.replaceFirst("/*$", "/repodata/repomd.xml"));
      }
    }
  }

  private void apt(String uri, String suite) {
    String base = uri.replaceFirst("/*$", "/");
    add("apt", base + (suite.endsWith("/") ? suite : "dists/" + suite + "/") + "InRelease");
  }

  private void add(String manager, String address) {
    if (address.matches("https?://[^/$@]+/[^$\\s]*")) {
      try {
        found.add(new Root(manager, URI.create(address)));
      } catch (IllegalArgumentException e) {
        // No address that could be asked.
      }
    }
  }

  private static Map<String, String> fields(String text, String separator) {
    Map<String, String> fields = new LinkedHashMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#") && line.indexOf(separator) > 0)
        .forEach(line -> {
          int at = line.indexOf(separator);
          fields.put(
              line.substring(0, at).strip().toLowerCase(Locale.ROOT),
              line.substring(at + 1).strip());
        });
    return fields;
  }

  /** At least one, which may be empty. */
  private static String[] words(Map<String, String> fields, String name) {
    return fields.getOrDefault(name, "").split("[\\s,]+");
  }

  private List<Path> files(String folder, String ending) {
    try (Stream<Path> files = Files.list(system.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .sorted()
          .limit(MOST_FILES)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String text(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES
          ? Files.readString(file, StandardCharsets.ISO_8859_1)
          : "";
    } catch (IOException e) {
      return "";
    }
  }
}
