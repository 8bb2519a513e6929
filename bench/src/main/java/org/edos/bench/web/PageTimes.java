package org.edos.bench.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.edos.bench.Samples;
import org.edos.core.EdosException;

/** Fetches pages as a browser does that has been there before. Used by one thread. */
final class PageTimes {
  private static final int WARM = 3;

  private final URI daemon;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(new CookieManager())
          .build();

  PageTimes(URI daemon) {
    this.daemon = daemon;
  }

  /** Milliseconds until a page is here whole, of so many runs after a few that do not count. */
  Samples whole(String path, int runs) throws IOException, InterruptedException {
    return times(path, "</html>", runs, WARM);
  }

  /** Milliseconds until this text of a page is here. */
  Samples until(String path, String text, int runs) throws IOException, InterruptedException {
    return times(path, text, runs, WARM);
  }

  /** Milliseconds until this text of a page is here that nobody has asked for before. */
  Samples first(String path, String text) throws IOException, InterruptedException {
    return times(path, text, 1, 0);
  }

  private Samples times(String path, String text, int runs, int warm)
      throws IOException, InterruptedException {
    double[] millis = new double[runs];
    for (int run = -warm; run < runs; run++) {
      long start = System.nanoTime();
      HttpResponse<InputStream> answer =
          http.send(
              HttpRequest.newBuilder(daemon.resolve(path)).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        double found = -1;
        StringBuilder read = new StringBuilder();
        byte[] buffer = new byte[16 << 10];
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
          read.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
          if (found < 0 && read.indexOf(text) >= 0) {
            found = (System.nanoTime() - start) / 1e6;
          }
        }
        if (answer.statusCode() != 200 || found < 0) {
          throw EdosException.external(
              path + " gave " + answer.statusCode() + " without '" + text + "'");
        }
        if (run >= 0) {
          millis[run] = found;
        }
      }
    }
    return Samples.of(millis);
  }
}
