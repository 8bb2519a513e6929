package org.edos.core.network;

import java.util.regex.Pattern;
import org.edos.core.EdosException;

/** What a program may do that has a token; written {@code read}, {@code publish:NAME} and so on. */
public sealed interface Scope {
  /** Read what the daemon's user reads. */
  record Read() implements Scope {
    @Override
    public String toString() {
      return "read";
    }
  }

  /** Do all that the daemon's user does, but make tokens. */
  record Administer() implements Scope {
    @Override
    public String toString() {
      return "administer";
    }
  }

  /** Publish, update, withdraw and spread one release, in whatever version. */
  record Publish(String release) implements Scope {
    /** Refuses a malformed name. */
    public Publish {
      checkName(release);
    }

    @Override
    public String toString() {
      return "publish:" + release;
    }
  }

  /** Read one channel, add units to it and take them out. */
  record Feed(String channel) implements Scope {
    /** Refuses a malformed name. */
    public Feed {
      checkName(channel);
    }

    @Override
    public String toString() {
      return "feed:" + channel;
    }
  }

  /** Whether who has this scope has that one too. */
  default boolean includes(Scope other) {
    return this instanceof Administer || equals(other);
  }

  /**
   * The scope that is written so.
   *
   * @throws EdosException (usage) if it is none
   */
  static Scope parse(String text) {
    int colon = text.indexOf(':');
    String kind = colon < 0 ? text : text.substring(0, colon + 1);
    String name = text.substring(colon + 1);
    return switch (kind) {
      case "read" -> new Read();
      case "administer" -> new Administer();
      case "publish:" -> new Publish(name);
      case "feed:" -> new Feed(name);
      default ->
          throw EdosException.usage(
              "a scope is read, administer, publish:RELEASE or feed:CHANNEL, not '" + text + "'");
    };
  }

  private static void checkName(String name) {
    if (!Names.PATTERN.matcher(name).matches()) {
      throw EdosException.usage(
          "a scope names a release or channel of letters, digits and . _ + ~ - (at most 128): '"
              + name
              + "'");
    }
  }

  /** What names in scopes look like. */
  final class Names {
    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,127}");

    private Names() {}
  }
}
