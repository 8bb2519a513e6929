package org.edos.physical.channel;

import java.util.List;
import java.util.Optional;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.SignedHead;

/** The heads of a board, with the events of the log beside it. Safe for use by many threads. */
public final class LocalHeads implements Heads {
  private final HeadBoard board;
  private final ChannelReader log;

  /** Keeps nothing itself. */
  public LocalHeads(HeadBoard board, ChannelReader log) {
    this.board = board;
    this.log = log;
  }

  @Override
  public void ask(String channel, Judge judge) {
    judge.judge(
        new Offer() {
          @Override
          public String from() {
            return "the indexing network";
          }

          @Override
          public Optional<SignedHead> head() {
            return board.head(channel);
          }

          @Override
          public List<ChannelEvent> events(long after, int limit) {
            return log.events(channel, after, limit);
          }
        });
  }

  @Override
  public boolean whole() {
    return true;
  }
}
