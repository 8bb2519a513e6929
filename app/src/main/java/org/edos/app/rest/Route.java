package org.edos.app.rest;

import io.javalin.http.Handler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A call that a daemon answers: what registers it and what describes it.
 *
 * @param method GET, POST or DELETE; a GET answers HEAD too
 * @param path with {@code {part}} for a part and {@code <rest>} for the rest of the path
 * @param summary one line for people
 * @param answers what it answers with, status 200: the first, or another that the caller accepts
 * @param body what a request carries
 * @param query the query's parameters
 * @param statuses further statuses that are no failures, and when they come
 * @param access who may call it
 * @param within which scope lets a program's token in, where the call needs a token
 * @param handler answers; what it throws becomes the error answer
 */
public record Route(
    String method,
    String path,
    String summary,
    List<Body> answers,
    Optional<Body> body,
    List<Parameter> query,
    Map<Integer, String> statuses,
    Access access,
    Within within,
    Handler handler) {
  /** Copies the lists. */
  public Route {
    answers = List.copyOf(answers);
    query = List.copyOf(query);
    statuses = Map.copyOf(statuses);
  }

  private static Route of(
      String method,
      String path,
      String summary,
      Optional<Body> body,
      Body answer,
      Handler handler) {
    return new Route(
        method,
        path,
        summary,
        List.of(answer),
        body,
        List.of(),
        Map.of(),
        method.equals("DELETE") ? Access.TOKEN : Access.OWN_NAME,
        method.equals("GET") ? Within.READ : Within.ADMINISTER,
        handler);
  }

  /** Asks, under a name of the daemon's own. */
  public static Route get(String path, String summary, Body answer, Handler handler) {
    return of("GET", path, summary, Optional.empty(), answer, handler);
  }

  /** Tells, under a name of the daemon's own. */
  public static Route post(String path, String summary, Body body, Body answer, Handler handler) {
    return of("POST", path, summary, Optional.of(body), answer, handler);
  }

  /** Tells nothing but that it is called. */
  public static Route post(String path, String summary, Body answer, Handler handler) {
    return of("POST", path, summary, Optional.empty(), answer, handler);
  }

  /** Takes away, with the token. */
  public static Route delete(String path, String summary, Body answer, Handler handler) {
    return of("DELETE", path, summary, Optional.empty(), answer, handler);
  }

  /** The same for whom else. */
  public Route by(Access whom) {
    return new Route(method, path, summary, answers, body, query, statuses, whom, within, handler);
  }

  /** The same with these parameters in its query. */
  public Route asking(Parameter... parameters) {
    return new Route(
        method,
        path,
        summary,
        answers,
        body,
        List.of(parameters),
        statuses,
        access,
        within,
        handler);
  }

  /** The same, which also answers with this where the caller accepts its media type. */
  public Route or(Body another) {
    List<Body> more = Stream.concat(answers.stream(), Stream.of(another)).toList();
    return new Route(method, path, summary, more, body, query, statuses, access, within, handler);
  }

  /** The same, which also answers with this status. */
  public Route or(int status, String when) {
    Map<Integer, String> more = new TreeMap<>(statuses);
    more.put(status, when);
    return new Route(method, path, summary, answers, body, query, more, access, within, handler);
  }

  /** The same, into which a token with such a scope is let. */
  public Route within(Within scope) {
    return new Route(method, path, summary, answers, body, query, statuses, access, scope, handler);
  }
}
