package org.edos.core.channel;

import org.edos.core.EdosException;

/** To whom a right is given; written {@code anybody}, {@code user:NAME} or {@code group:NAME}. */
public sealed interface Grantee {
  /** Whoever asks. */
  record Anybody() implements Grantee {
    @Override
    public String toString() {
      return "anybody";
    }
  }

  /** One user. */
  record OfUser(String name) implements Grantee {
    /** Refuses malformed names. */
    public OfUser {
      User.checkName(name);
    }

    @Override
    public String toString() {
      return "user:" + name;
    }
  }

  /** Every user of a group. */
  record OfGroup(String name) implements Grantee {
    /** Refuses malformed names. */
    public OfGroup {
      User.checkName(name);
    }

    @Override
    public String toString() {
      return "group:" + name;
    }
  }

  /**
   * Reads what {@link #toString()} wrote.
   *
   * @throws EdosException (usage) if it is none of the three forms
   */
  static Grantee parse(String text) {
    if (text.equals("anybody")) {
      return new Anybody();
    }
    if (text.startsWith("user:")) {
      return new OfUser(text.substring("user:".length()));
    }
    if (text.startsWith("group:")) {
      return new OfGroup(text.substring("group:".length()));
    }
    throw EdosException.usage(
        "a right is given to anybody, user:NAME or group:NAME, not to '" + text + "'");
  }

  /** Whether this is, or includes, who calls. */
  default boolean includes(Caller caller) {
    return switch (this) {
      case Anybody anybody -> true;
      case OfUser user ->
          caller instanceof Caller.Known known && known.user().name().equals(user.name());
      case OfGroup group ->
          caller instanceof Caller.Known known && known.user().groups().contains(group.name());
    };
  }
}
