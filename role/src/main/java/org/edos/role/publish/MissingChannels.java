package org.edos.role.publish;

/** What a transaction does about channels that it feeds and that are not there. */
public enum MissingChannels {
  /** Makes them, for everybody to read: for whoever runs the publisher. */
  MAKE,
  /** Fails, and says so. */
  REFUSE
}
