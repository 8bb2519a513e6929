package org.edos.app.web;

import java.util.function.Predicate;
import org.edos.actor.Peer;
import org.edos.actor.Publisher;

/** A place of the navigation, in its order. */
public enum Place {
  OVERVIEW("/", "Overview", Place::all, false),
  SEARCH("/search", "Search", Place::all, false),
  RELEASES("/releases", "Releases", Place::all, false),
  PUBLISH("/publish", "Publish", Place::publisher, true),
  CROWDS("/crowds", "Flash crowds", Place::all, false),
  CHANNELS("/channels", "Channels", Place::all, false),
  INBOX("/inbox", "Inbox", Place::all, true),
  DOWNLOADS("/downloads", "Downloads and shares", Place::all, true),
  SAVINGS("/savings", "Savings", Place::all, true),
  MIRRORS("/mirrors", "Mirrors", Place::publisher, true),
  AUDIT("/audit", "Audit log", Place::publisher, true),
  ACCESS("/access", "Access", Place::all, true),
  SETUP("/setup", "Set up apt and dnf", Place::all, false),
  DOCTOR("/doctor", "Doctor", Place::all, true);

  private final String path;
  private final String label;
  private final Predicate<Peer> has;
  private final boolean owned;

  Place(String path, String label, Predicate<Peer> has, boolean owned) {
    this.path = path;
    this.label = label;
    this.has = has;
    this.owned = owned;
  }

  private static boolean all(Peer peer) {
    return true;
  }

  private static boolean publisher(Peer peer) {
    return peer instanceof Publisher;
  }

  /** Where it is. */
  public String path() {
    return path;
  }

  /** What it is called. */
  public String label() {
    return label;
  }

  /** Whether a peer has it and somebody may look at it. */
  boolean isFor(Peer peer, Visit visit) {
    return has.test(peer) && (!owned || visit.mayRead());
  }
}
