package org.edos.app.web;

import java.util.List;

/**
 * Who says that it holds how much of a release.
 *
 * @param release that was asked for; empty for none
 * @param contents of the release
 * @param bytes of these
 * @param rows who holds most first
 */
public record HoldersView(String release, long contents, long bytes, List<Row> rows) {
  static final HoldersView NONE = new HoldersView("", 0, 0, List.of());

  /**
   * A peer.
   *
   * @param name of the member that it is; its address for others
   */
  public record Row(String name, String address, int contents, long bytes) {}
}
