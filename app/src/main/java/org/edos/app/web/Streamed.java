package org.edos.app.web;

/** What a page shows that is found while the page is drawn. */
interface Streamed extends AutoCloseable {
  @Override
  void close();
}
