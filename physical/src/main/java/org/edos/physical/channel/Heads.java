package org.edos.physical.channel;

import java.util.List;
import java.util.Optional;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.SignedHead;

/** Where the heads of channels are had from; says nothing of trust. Safe for many threads. */
public interface Heads {
  /**
   * Has offers for a channel judged, one source's after another's, until one is taken.
   *
   * @throws org.edos.core.EdosException (external) if there is no source, or none answers
   */
  void ask(String channel, Judge judge);

  /** Whether offers come with every event of a channel, from the first on. */
  boolean whole();

  /** What one source gives of a channel. */
  interface Offer {
    /** The source's name, for people. */
    String from();

    /** Its newest head; empty if it has none. */
    Optional<SignedHead> head();

    /** Its events after an id, oldest first; fails as {@link ChannelReader#events} does. */
    List<ChannelEvent> events(long after, int limit);
  }

  /** Judges offers, on the thread that asks. */
  interface Judge {
    /** Says what comes of an offer. */
    Verdict judge(Offer offer);
  }

  /** What comes of an offer. */
  enum Verdict {
    /** It is good; no other source is asked. */
    TAKEN,
    /** Another source may do better. */
    POOR,
    /** Its source is not to be believed for a while. */
    FALSE
  }

  /** Nobody gives any. */
  static Heads none() {
    return new Heads() {
      @Override
      public void ask(String channel, Judge judge) {
        // Nothing to be judged.
      }

      @Override
      public boolean whole() {
        return false;
      }
    };
  }
}
