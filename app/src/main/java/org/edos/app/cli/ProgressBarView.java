package org.edos.app.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.edos.actor.PeerEvent;
import org.edos.actor.PeerEvent.Activity;

/** Progress for a person at a terminal. Used by one thread. */
final class ProgressBarView implements Console.ProgressView {
  private static final int LONGEST = 40;

  private final ProgressBar bar;

  ProgressBarView(String task) {
    this.bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(-1)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .clearDisplayOnFinish()
            .build();
  }

  @Override
  public void show(PeerEvent event) {
    String message = Reporting.printable(event.message()).replace('\n', ' ');
    if (event.activity() == Activity.PROBLEM) {
      bar.setExtraMessage(" warning: " + message);
      return;
    }
    if (event.total() > 0) {
      bar.maxHint(event.total());
      bar.stepTo(Math.min(event.done(), event.total()));
    }
    bar.setExtraMessage(
        " " + (message.length() <= LONGEST ? message : message.substring(0, LONGEST)));
  }

  @Override
  public void close() {
    bar.close();
  }
}
