package org.edos.app.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.edos.core.release.Composition;

/** A folder of a release's tree as a plain page. */
final class TreeListing {
  private static final int MOST = 10_000;

  private TreeListing() {}

  /** The entries below a folder, which are neighbours since a composition is in path order. */
  static List<Composition.Entry> below(Composition composition, String folder) {
    if (folder.isEmpty()) {
      return composition.entries();
    }
    List<Composition.Entry> entries = composition.entries();
    int first = firstAtOrAfter(entries, folder + "/");
    int end = firstAtOrAfter(entries, folder + "0"); // '0' comes right after '/'
    return entries.subList(first, end);
  }

  /** Where a path is or would be, by binary search. */
  static int firstAtOrAfter(List<Composition.Entry> entries, String path) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).path().value().compareTo(path) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The page. */
  static String html(Composition composition, String folder, List<Composition.Entry> below) {
    int skip = folder.isEmpty() ? 0 : folder.length() + 1;
    Map<String, String> sizes = new TreeMap<>();
    for (Composition.Entry entry : below) {
      String rest = entry.path().value().substring(skip);
      int slash = rest.indexOf('/');
      sizes.putIfAbsent(
          slash < 0 ? rest : rest.substring(0, slash + 1),
          slash < 0 ? entry.size() + " bytes" : "");
      if (sizes.size() >= MOST) {
        break;
      }
    }
    StringBuilder page = new StringBuilder(4096);
    String title = escaped(composition.id() + " /" + folder);
    page.append("<!doctype html><meta charset=utf-8><title>")
        .append(title)
        .append("</title><h1>")
        .append(title);
    page.append("</h1>\n<ul>\n");
    if (!folder.isEmpty()) {
      page.append("<li><a href=\"../\">../</a>\n");
    }
    sizes.forEach((name, size) ->
        page.append("<li><a href=\"./")
            .append(href(name))
            .append("\">")
            .append(escaped(name))
            .append("</a> ")
            .append(size)
            .append('\n'));
    return page.append("</ul>\n").toString();
  }

  private static String href(String name) {
    String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    String encoded = URLEncoder.encode(plain, StandardCharsets.UTF_8).replace("+", "%20");
    return name.endsWith("/") ? encoded + "/" : encoded;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
