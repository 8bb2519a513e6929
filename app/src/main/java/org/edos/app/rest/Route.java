package org.edos.app.rest;

import io.javalin.http.Handler;
import java.util.List;

/**
 * A call that a daemon answers: what registers it and what describes it.
 *
 * @param method GET, POST or DELETE; a GET answers HEAD too
 * @param path with {@code {part}} for a part and {@code <rest>} for the rest of the path
 * @param summary one line for people
 * @param answer the shape of the answer
 * @param body the shape of the request's body; empty for none
 * @param query the names of the query's parameters
 * @param access who may call it
 * @param handler answers; what it throws becomes the error answer
 */
public record Route(
    String method,
    String path,
    String summary,
    String answer,
    String body,
    List<String> query,
    Access access,
    Handler handler) {
  /** Copies the list. */
  public Route {
    query = List.copyOf(query);
  }

  /** Asks, under a name of the daemon's own. */
  public static Route get(String path, String summary, String answer, Handler handler) {
    return new Route("GET", path, summary, answer, "", List.of(), Access.OWN_NAME, handler);
  }

  /** Tells, under a name of the daemon's own. */
  public static Route post(
      String path, String summary, String body, String answer, Handler handler) {
    return new Route("POST", path, summary, answer, body, List.of(), Access.OWN_NAME, handler);
  }

  /** Takes away, with the token. */
  public static Route delete(String path, String summary, String answer, Handler handler) {
    return new Route("DELETE", path, summary, answer, "", List.of(), Access.TOKEN, handler);
  }

  /** The same for whom else. */
  public Route by(Access whom) {
    return new Route(method, path, summary, answer, body, query, whom, handler);
  }

  /** The same with these parameters in its query. */
  public Route asking(String... parameters) {
    return new Route(method, path, summary, answer, body, List.of(parameters), access, handler);
  }
}
