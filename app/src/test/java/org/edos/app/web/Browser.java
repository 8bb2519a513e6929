package org.edos.app.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a browser does without scripts: pages, forms and cookies; it follows no redirections. */
final class Browser {
  private static final Pattern MARK =
      Pattern.compile("<meta name=\"edos-form\" content=\"([0-9a-f]*)\">");

  private final URI daemon;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(cookies).followRedirects(Redirect.NEVER).build();
  private String shown = "/";

  /**
   * What came back.
   *
   * @param to where a redirection leads; empty for none
   */
  record Seen(int status, String text, String to) {}

  Browser(URI daemon) {
    this.daemon = daemon;
  }

  /** Goes to a page. */
  Seen see(String path) {
    shown = path;
    return send(HttpRequest.newBuilder(at(path)));
  }

  /** Asks for a part of a page, as a script does. */
  Seen part(String path) {
    return send(HttpRequest.newBuilder(at(path)));
  }

  /** Sends a form of the page that was seen last, and goes where that leads. */
  Seen submit(String action, String... fields) {
    Seen answer = post(action, mark(), fields);
    return answer.status() == 303 ? see(answer.to()) : answer;
  }

  /** Sends a form with this mark. */
  Seen post(String action, String mark, String... fields) {
    List<String> body = new ArrayList<>(List.of("edos-form=" + mark));
    for (int i = 0; i < fields.length; i += 2) {
      body.add(encoded(fields[i]) + "=" + encoded(fields[i + 1]));
    }
    return send(
        HttpRequest.newBuilder(at(action))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Referer", at(shown).toString())
            .POST(BodyPublishers.ofString(String.join("&", body))));
  }

  /** What the forms of this browser's pages carry. */
  String mark() {
    Matcher mark = MARK.matcher(send(HttpRequest.newBuilder(at("/sign-in"))).text());
    if (!mark.find()) {
      throw new AssertionError("the page has no mark");
    }
    return mark.group(1);
  }

  /** The cookies that it has of the daemon. */
  List<HttpCookie> cookies() {
    return cookies.getCookieStore().getCookies();
  }

  private URI at(String path) {
    return URI.create(daemon + path);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Seen send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      return new Seen(
          answer.statusCode(), answer.body(), answer.headers().firstValue("Location").orElse(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
