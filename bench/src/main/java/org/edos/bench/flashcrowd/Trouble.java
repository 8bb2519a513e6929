package org.edos.bench.flashcrowd;

/**
 * What goes wrong in a flash crowd.
 *
 * @param name for people
 * @param late part of the peers that begin when the others could be half done
 * @param leaving part of the peers that go away as soon as they have what they want
 * @param sourceDies whether the source is killed as soon as its peers have everything among them
 * @param lying part of the peers that want nothing and send wrong bytes
 */
record Trouble(String name, double late, double leaving, boolean sourceDies, double lying) {
  static final Trouble NONE = new Trouble("no trouble", 0, 0, false, 0);
  static final Trouble LATE = new Trouble("three in ten are late", 0.3, 0, false, 0);
  static final Trouble LEAVING = new Trouble("three in ten leave when done", 0, 0.3, false, 0);
  static final Trouble SOURCE_DIES = new Trouble("the source dies after one copy", 0, 0, true, 0);
  static final Trouble LYING = new Trouble("one in five sends garbage", 0, 0, false, 0.2);

  int lateOf(int peers) {
    return (int) Math.round(late * peers);
  }

  int leavingOf(int peers) {
    return (int) Math.round(leaving * peers);
  }

  int lyingOf(int peers) {
    return (int) Math.round(lying * peers);
  }
}
