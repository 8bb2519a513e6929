package org.edos.role.relay;

/** What was fetched cannot be kept on this machine. */
final class UnwritableException extends Exception {
  private static final long serialVersionUID = 1L;

  UnwritableException(Exception cause) {
    super(cause.getMessage(), cause);
  }
}
