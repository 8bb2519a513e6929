package org.edos.app.web;

import java.util.List;
import org.edos.actor.Got;

/**
 * The files that came of a download, as far as one page goes.
 *
 * @param files the first of them
 * @param more how many files there are besides
 * @param bytes of all
 * @param problems why others could not be had, as far as one page goes
 * @param failed how many could not be had
 */
public record GotView(
    List<Got.GotFile> files, int more, long bytes, List<String> problems, int failed) {
  private static final int MOST_FILES = 1000;
  private static final int MOST_PROBLEMS = 100;

  static GotView of(Got got) {
    return new GotView(
        got.files().stream().limit(MOST_FILES).toList(),
        Math.max(0, got.files().size() - MOST_FILES),
        got.files().stream().mapToLong(Got.GotFile::size).sum(),
        got.problems().stream().limit(MOST_PROBLEMS).toList(),
        got.problems().size());
  }
}
