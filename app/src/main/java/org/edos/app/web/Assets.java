package org.edos.app.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.edos.app.rest.Body;
import org.edos.app.rest.Route;
import org.edos.core.EdosException;

/** Style, scripts and pictures of the pages, which are small and held in memory. */
final class Assets implements Page {
  private static final String WEBJARS = "/META-INF/resources/webjars/";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";
  private static final Map<String, Source> SOURCES =
      Map.ofEntries(
          Map.entry("edos.css", new Source("/web/edos.css", STYLE)),
          Map.entry("edos.js", new Source("/web/edos.js", SCRIPT)),
          Map.entry("theme.js", new Source("/web/theme.js", SCRIPT)),
          Map.entry("search.js", new Source("/web/search.js", SCRIPT)),
          Map.entry("suggest.js", new Source("/web/suggest.js", SCRIPT)),
          Map.entry("inbox.js", new Source("/web/inbox.js", SCRIPT)),
          Map.entry("countdown.js", new Source("/web/countdown.js", SCRIPT)),
          Map.entry("charts.js", new Source("/web/charts.js", SCRIPT)),
          Map.entry("edos.svg", new Source("/web/edos.svg", "image/svg+xml")),
          Map.entry(
              "pico.css", new Source(WEBJARS + "picocss__pico/2.1.1/css/pico.jade.min.css", STYLE)),
          Map.entry("htmx.js", new Source(WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js", SCRIPT)),
          Map.entry(
              "chart.js", new Source(WEBJARS + "chart.js/4.5.1/dist/chart.umd.min.js", SCRIPT)));

  private final Map<String, Asset> assets = new TreeMap<>();
  private final String build;

  private record Source(String resource, String type) {}

  private record Asset(byte[] bytes, String type) {}

  Assets() {
    CRC32C sum = new CRC32C();
    new TreeMap<>(SOURCES)
        .forEach((name, source) -> {
          Asset asset = new Asset(read(source.resource()), source.type());
          assets.put(name, asset);
          sum.update(asset.bytes());
        });
    build = Long.toHexString(sum.getValue());
  }

  private static byte[] read(String resource) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not in this build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another one if any of them is another. */
  String build() {
    return build;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
            "/assets/{name}",
            "Style, scripts and pictures of the pages",
            Body.bytes("a file"),
            this::asset));
  }

  private void asset(Context ctx) {
    Asset asset = assets.get(ctx.pathParam("name"));
    if (asset == null) {
      throw EdosException.notFound("the pages have no file '" + ctx.pathParam("name") + "'");
    }
    boolean lasting = build.equals(ctx.queryParam("v"));
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("Cache-Control", lasting ? "max-age=31536000, immutable" : "no-cache");
    ctx.contentType(asset.type());
    ctx.result(asset.bytes());
  }
}
