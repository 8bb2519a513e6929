package org.edos.app.web;

import gg.jte.CodeResolver;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import gg.jte.resolve.DirectoryCodeResolver;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renders the pages, with headers that let them load nothing from elsewhere. */
final class Pages {
  /** With this an open page says what it shows, so that it is sent only what is new. */
  static final String SHOWN = "Edos-Shown";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
          + " 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  private static final String BROKEN =
      "<p class=\"notice problem\">The page breaks off here: an error within the daemon, which is"
          + " in its log.</p>";
  private static final Logger LOG = LoggerFactory.getLogger(Pages.class);
  private static final String PACKAGE = "org.edos.app.web.pages";

  private final TemplateEngine templates = engine();

  /** With this property, pages are read from the templates' folder again and again. */
  private static TemplateEngine engine() {
    String folder = System.getProperty("edos.templates");
    if (folder == null) {
      return TemplateEngine.createPrecompiled(null, ContentType.Html, null, PACKAGE);
    }
    CodeResolver resolver = new DirectoryCodeResolver(Path.of(folder));
    return TemplateEngine.create(
        resolver,
        Path.of(
            System.getProperty("java.io.tmpdir"), "edos-pages-" + ProcessHandle.current().pid()),
        ContentType.Html,
        Pages.class.getClassLoader());
  }

  /** Answers with a page. */
  void send(Context ctx, String template, Frame frame, Map<String, ?> parameters) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.put("frame", frame);
    answer(ctx, render(template, all));
  }

  /**
   * Answers with a page that is sent while it is drawn. What fails on the way is for the page
   * itself to show; what it does not expect breaks it off.
   *
   * @param name of the template's parameter that is made with the page
   * @param made makes it, given what sends all that was drawn until then; closed at the end
   * @param parameters all others
   */
  void stream(
      Context ctx,
      String template,
      Frame frame,
      String name,
      Function<Runnable, Streamed> made,
      Map<String, ?> parameters)
      throws IOException {
    describe(ctx);
    if (ctx.req().getMethod().equals("HEAD")) {
      return;
    }
    PageOutput page = new PageOutput(ctx.res().getOutputStream());
    Map<String, Object> all = new HashMap<>(parameters);
    all.put("frame", frame);
    try (Streamed one = made.apply(page::flush)) {
      all.put(name, one);
      templates.render(template, all, page);
      page.flush();
    } catch (RuntimeException e) {
      if (!page.isGone()) {
        LOG.error("drawing {} failed", template, e);
        page.end(BROKEN);
      }
    }
  }

  /** Answers with a part of a page, or with 204 if that is what the page shows already. */
  void part(Context ctx, String template, Map<String, ?> parameters) {
    byte[] part = render(template, new HashMap<>(parameters));
    CRC32C sum = new CRC32C();
    sum.update(part);
    String shown = Long.toHexString(sum.getValue()) + "-" + part.length;
    ctx.header(SHOWN, shown);
    if (shown.equals(ctx.header(SHOWN))) {
      ctx.header("Cache-Control", "no-store");
      ctx.status(204);
    } else {
      answer(ctx, part);
    }
  }

  private byte[] render(String template, Map<String, Object> parameters) {
    Utf8ByteOutput page = new Utf8ByteOutput();
    templates.render(template, parameters, page);
    return page.toByteArray();
  }

  private static void answer(Context ctx, byte[] page) {
    describe(ctx);
    ctx.result(page);
  }

  private static void describe(Context ctx) {
    ctx.header("Content-Security-Policy", POLICY);
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("Referrer-Policy", "same-origin");
    ctx.header("Cache-Control", "no-store");
    ctx.contentType("text/html; charset=utf-8");
  }
}
