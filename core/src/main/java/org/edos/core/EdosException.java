package org.edos.core;

/**
 * The one kind of failure that Edos reports to people and programs. Its category decides the exit
 * code and the HTTP status at the edge; its message says what went wrong and what to do about it.
 */
public final class EdosException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it is, and so who can mend it. */
  public enum Category {
    /** The caller asked for something malformed. */
    USAGE,
    /** What was asked for does not exist. */
    NOT_FOUND,
    /** A signature, a hash or a right does not hold. */
    REFUSED,
    /** Something else was changed meanwhile: look at it anew, and ask again. */
    CONFLICT,
    /** A quota, a disk or a limit is used up. */
    EXHAUSTED,
    /** Another machine or program failed or sent something unusable. */
    EXTERNAL
  }

  private final Category category;

  /** Prefer the named factories. */
  public EdosException(Category category, String message, Throwable cause) {
    super(message, cause);
    this.category = category;
  }

  private EdosException(Category category, String message) {
    super(message);
    this.category = category;
  }

  /**
   * A failure of a category that is only known at run time, such as one that another daemon
   * reported.
   */
  public static EdosException of(Category category, String message) {
    return new EdosException(category, message);
  }

  /** The caller asked for something malformed. */
  public static EdosException usage(String message) {
    return new EdosException(Category.USAGE, message);
  }

  /** What was asked for does not exist. */
  public static EdosException notFound(String message) {
    return new EdosException(Category.NOT_FOUND, message);
  }

  /** A signature, a hash or a right does not hold. */
  public static EdosException refused(String message) {
    return new EdosException(Category.REFUSED, message);
  }

  /** Something else was changed meanwhile: look at it anew, and ask again. */
  public static EdosException conflict(String message) {
    return new EdosException(Category.CONFLICT, message);
  }

  /** A quota, a disk or a limit is used up. */
  public static EdosException exhausted(String message) {
    return new EdosException(Category.EXHAUSTED, message);
  }

  /** Another machine or program failed or sent something unusable. */
  public static EdosException external(String message) {
    return new EdosException(Category.EXTERNAL, message);
  }

  /** Another machine or program failed, for the given reason. */
  public static EdosException external(String message, Throwable cause) {
    return new EdosException(Category.EXTERNAL, message, cause);
  }

  /** What went wrong and what to do about it; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** The kind of failure. */
  public Category category() {
    return category;
  }
}
