package org.edos.app.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.edos.actor.PeerEvent;
import org.edos.physical.peer.PeerJson;

/**
 * What a command prints: its result to stdout, as text or as one JSON document, and everything else
 * to stderr. Used by one thread.
 */
final class Console {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final int width;

  Console(PrintWriter out, PrintWriter err, boolean json, int width) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.width = width;
  }

  /** Whether the result is to be printed as JSON. */
  boolean json() {
    return json;
  }

  /** Prints the result as JSON where that was asked for, else as text. */
  void result(Object document, Runnable text) {
    if (json) {
      out.println(new String(PeerJson.write(document), StandardCharsets.UTF_8));
    } else {
      text.run();
    }
    out.flush();
  }

  /** A line of the result's text. */
  void line(String text) {
    out.println(Reporting.printable(text));
    out.flush();
  }

  /** A table of the result's text. */
  void table(TextTable table) {
    table(table, true);
  }

  /** A table of the result's text, perhaps one that goes on with an earlier one's rows. */
  void table(TextTable table, boolean heads) {
    table.lines(width).stream()
        .skip(heads ? 0 : 1)
        .forEach(line -> out.println(Reporting.printable(line)));
    out.flush();
  }

  /** A line of JSON, as it came. */
  void raw(String line) {
    out.println(line);
    out.flush();
  }

  /** A remark beside the result. */
  void remark(String text) {
    err.println(Reporting.printable(text));
    err.flush();
  }

  /** Shows how far something is that takes long. */
  ProgressView progress(String task) {
    return Terminal.isStderr()
        ? new ProgressBarView(task)
        : new ProgressLines(this::remark, System::nanoTime);
  }

  /** Follows events on the way to a result. */
  interface ProgressView extends AutoCloseable {
    void show(PeerEvent event);

    @Override
    void close();
  }
}
