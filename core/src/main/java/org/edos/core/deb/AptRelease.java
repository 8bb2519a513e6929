package org.edos.core.deb;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;

/**
 * The root of a suite: what a Release file says, and the files that it vouches for.
 *
 * @param fields all of it
 * @param distribution who made it, as a Package URL's namespace: plain letters, digits, dots and
 *     dashes
 * @param files hash and size by path relative to the Release file, in its order
 */
record AptRelease(ControlParagraph fields, String distribution, Map<String, Listed> files) {
  /** What a file listed must be. */
  record Listed(Sha256 sha256, long size) {}

  /** Reads the verified text of a Release file; {@code source} names it in refusals. */
  static AptRelease parse(byte[] text, String source) throws IOException {
    ControlParagraphs paragraphs = new ControlParagraphs(new ByteArrayInputStream(text), source);
    Optional<ControlParagraph> fields = paragraphs.next();
    if (fields.isEmpty() || paragraphs.next().isPresent()) {
      throw EdosException.refused(source + " is malformed: it must be one paragraph");
    }
    Optional<String> hashes = fields.get().field("SHA256");
    if (hashes.isEmpty()) {
      throw EdosException.refused(
          source
              + " lists no SHA256 hashes; weaker ones are not trusted: make the repository's"
              + " indexes anew");
    }
    Map<String, Listed> files = new LinkedHashMap<>();
    for (String line : hashes.get().split("\n")) {
      if (!line.isBlank()) {
        list(files, line.strip(), source);
      }
    }
    return new AptRelease(fields.get(), distribution(fields.get().text("Origin")), files);
  }

  private static void list(Map<String, Listed> files, String line, String source) {
    String[] parts = line.split("\\s+");
    if (parts.length != 3
        || !parts[0].matches("[0-9a-fA-F]{64}")
        || !parts[1].matches("[0-9]{1,15}")) {
      throw EdosException.refused(
          source + " is malformed: not a hash, a size and a name: '" + line + "'");
    }
    Listed listed =
        new Listed(new Sha256(parts[0].toLowerCase(Locale.ROOT)), Long.parseLong(parts[1]));
    String path = parts[2].startsWith("./") ? parts[2].substring(2) : parts[2];
    Listed before = files.put(path, listed);
    if (before != null && !before.equals(listed)) {
      throw EdosException.refused(source + " lists " + path + " twice, differently");
    }
  }

  private static String distribution(String origin) {
    String plain = origin.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]+", "-");
    String trimmed = plain.replaceAll("^[.-]+|[.-]+$", "");
    return trimmed.isEmpty() ? "debian" : trimmed.substring(0, Math.min(trimmed.length(), 64));
  }
}
