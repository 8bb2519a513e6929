package org.edos.app.web;

import gg.jte.TemplateOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** A page that is sent while it is drawn. Used by one thread. */
final class PageOutput implements TemplateOutput {
  private static final int BUFFER = 16 * 1024;

  private final OutputStream out;
  private final Writer writer;
  private boolean gone;

  PageOutput(OutputStream out) {
    this.out = out;
    this.writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER);
  }

  /** Whoever asked for the page has gone. */
  static final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Gone(IOException cause) {
      super("the browser has gone", cause);
    }
  }

  @Override
  public void writeContent(String value) {
    writeContent(value, 0, value.length());
  }

  @Override
  public void writeContent(String value, int from, int to) {
    try {
      writer.write(value, from, to - from);
    } catch (IOException e) {
      throw gone(e);
    }
  }

  /** Sends what was drawn. */
  void flush() {
    try {
      writer.flush();
      out.flush();
    } catch (IOException e) {
      throw gone(e);
    }
  }

  /** Breaks the page off with a last word, which nobody may be there to read. */
  void end(String word) {
    try {
      writer.write(word);
      writer.flush();
    } catch (IOException e) {
      gone = true;
    }
  }

  private Gone gone(IOException e) {
    gone = true;
    return new Gone(e);
  }

  /** Whether nobody waits for more. */
  boolean isGone() {
    return gone;
  }
}
