package org.edos.app.web;

import java.util.List;
import org.edos.app.rest.Route;

/** A subject of the web application. */
interface Page {
  /** Its pages, the parts of them that change, and its forms. */
  List<Route> routes();
}
