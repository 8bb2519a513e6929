package org.edos.app.daemon;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** A daemon's settings: those given, and the standard ones for the rest. Immutable. */
public final class Settings {
  private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,12})\\s*([kKMGT]?)B?");
  private static final Pattern TIME = Pattern.compile("([0-9]{1,9})\\s*(ms|s|m|h|d)");

  private final Map<Setting, String> given;

  private Settings(Map<Setting, String> given) {
    this.given = given;
  }

  /**
   * Reads {@code edos.toml}, if it is there, and lays assignments over it.
   *
   * @param assignments {@code KEY=VALUE} each
   * @throws EdosException (usage) for an unknown key, naming those there are
   */
  public static Settings read(Path file, List<String> assignments) {
    Map<Setting, String> given = new EnumMap<>(Setting.class);
    if (Files.exists(file)) {
      readFile(file, given);
    }
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw EdosException.usage("--set takes KEY=VALUE, not '" + assignment + "'");
      }
      given.put(
          setting(assignment.substring(0, equals), "--set"), assignment.substring(equals + 1));
    }
    return new Settings(given);
  }

  private static void readFile(Path file, Map<Setting, String> given) {
    JsonNode root;
    try {
      root = new TomlMapper().readTree(file);
    } catch (JacksonException e) {
      throw new EdosException(
          EdosException.Category.USAGE, file + " is not valid TOML: " + e.getOriginalMessage(), e);
    }
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      if (!entry.getValue().isValueNode()) {
        throw EdosException.usage(file + ": '" + entry.getKey() + "' takes a plain value");
      }
      given.put(setting(entry.getKey(), file.toString()), entry.getValue().asString());
    }
  }

  private static Setting setting(String key, String where) {
    return Setting.of(key)
        .orElseThrow(() ->
            EdosException.usage(
                where
                    + ": unknown setting '"
                    + key
                    + "'; there are: "
                    + Arrays.stream(Setting.values())
                        .map(Setting::key)
                        .collect(Collectors.joining(", "))));
  }

  /** The same settings, but for one. */
  Settings with(Setting setting, String value) {
    Map<Setting, String> changed = new EnumMap<>(Setting.class);
    changed.putAll(given);
    changed.put(setting, value);
    return new Settings(changed);
  }

  /** The value as it was written; empty where it was neither given nor has a standard. */
  public String text(Setting setting) {
    return given.getOrDefault(setting, setting.standard());
  }

  /** The address to listen on: a wildcard where every interface is meant. */
  public String host() {
    String host = text(Setting.HOST);
    return host.equals("lan") ? "0.0.0.0" : host;
  }

  /** The value, if it is not empty. */
  public Optional<String> optional(Setting setting) {
    return Optional.of(text(setting)).filter(value -> !value.isBlank());
  }

  /**
   * An amount such as {@code 500MB}: bytes, in decimal units.
   *
   * @throws EdosException (usage) if it is none
   */
  public long bytes(Setting setting) {
    return bytes(setting.key(), text(setting));
  }

  /**
   * Reads an amount such as {@code 500MB}: bytes, in decimal units.
   *
   * @param what it is of, for the error
   * @throws EdosException (usage) if it is none
   */
  public static long bytes(String what, String text) {
    Matcher amount = AMOUNT.matcher(text.strip());
    if (!amount.matches()) {
      throw EdosException.usage(
          what + " takes an amount such as 500MB or 20GB, not '" + text + "'");
    }
    long factor =
        switch (amount.group(2).toUpperCase(Locale.ROOT)) {
          case "K" -> 1_000L;
          case "M" -> 1_000_000L;
          case "G" -> 1_000_000_000L;
          case "T" -> 1_000_000_000_000L;
          default -> 1L;
        };
    try {
      return Math.multiplyExact(Long.parseLong(amount.group(1)), factor);
    } catch (ArithmeticException e) {
      throw new EdosException(EdosException.Category.USAGE, what + " is too large", e);
    }
  }

  /**
   * A whole number.
   *
   * @throws EdosException (usage) if it is none, or out of bounds
   */
  public int number(Setting setting, int least, int most) {
    String text = text(setting).strip();
    if (text.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw EdosException.usage(
        setting.key() + " is a number from " + least + " to " + most + ", not '" + text + "'");
  }

  /** A time such as {@code 30s}. */
  public Duration time(Setting setting) {
    try {
      return time(text(setting));
    } catch (EdosException e) {
      throw new EdosException(
          EdosException.Category.USAGE, setting.key() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a time such as {@code 500ms}, {@code 30s}, {@code 10m}, {@code 12h} or {@code 7d}.
   *
   * @throws EdosException (usage) if it is none
   */
  public static Duration time(String text) {
    Matcher time = TIME.matcher(text.strip());
    if (!time.matches()) {
      throw EdosException.usage("a time is written 500ms, 30s, 10m, 12h or 7d, not '" + text + "'");
    }
    long amount = Long.parseLong(time.group(1));
    return switch (time.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /**
   * Folders by their whole paths, with commas between them.
   *
   * @throws EdosException (usage) if one is no absolute path
   */
  public List<Path> folders(Setting setting) {
    return Arrays.stream(text(setting).split(","))
        .map(String::strip)
        .filter(folder -> !folder.isEmpty())
        .map(folder -> folder(setting, folder))
        .toList();
  }

  private static Path folder(Setting setting, String text) {
    try {
      Path folder = Path.of(text);
      if (folder.isAbsolute()) {
        return folder;
      }
    } catch (InvalidPathException e) {
      // Told below, like a relative one.
    }
    throw EdosException.usage(
        setting.key() + " takes whole paths, beginning with /, not '" + text + "'");
  }

  /** True or false, and a usage error for anything else. */
  public boolean flag(Setting setting) {
    return switch (text(setting)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw EdosException.usage(
              setting.key() + " is true or false, not '" + text(setting) + "'");
    };
  }
}
