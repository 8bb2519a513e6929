package org.edos.app.machine;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.EdosException;

/**
 * What makes apt and dnf fetch through a daemon's gateway: the files, written below a root, and
 * taken away again. Files of others are never touched but for dnf's configuration, of which two
 * lines are this program's.
 */
public final class GatewaySetup {
  private static final String BY = "by edos setup, which also takes it away: edos setup ";
  private static final String APT_CONF = "etc/apt/apt.conf.d/30edos";
  private static final String APT_PROGRAM = "usr/local/lib/edos/apt-proxy";
  private static final String DNF_CONF = "etc/dnf/dnf.conf";
  private static final String DNF_MARK = "# The next line is " + BY + "dnf --undo\n";
  private static final String DNF_NEW = "[main]\n" + DNF_MARK;
  private static final Pattern MAIN = Pattern.compile("(?m)^\\[main\\][ \\t]*(\\n|\\z)");
  private static final Pattern PROXY = Pattern.compile("(?m)^proxy[ \\t]*=.*$");
  private static final Pattern NAMED = Pattern.compile("(?m)^ *echo '(http://[^']*)'$");
  private static final Pattern SAFE = Pattern.compile("http://[A-Za-z0-9.:\\[\\]-]+");

  private final Path root;

  /** Works on the system below this root. */
  public GatewaySetup(Path root) {
    this.root = root;
  }

  /** The daemon's address as apt and dnf take it. */
  public static String proxy(URI address) {
    String proxy = address.getScheme() + "://" + address.getRawAuthority();
    if (!SAFE.matcher(proxy).matches()) {
      throw EdosException.usage("a proxy is http://HOST:PORT, not '" + proxy + "'");
    }
    return proxy;
  }

  /**
   * Files for apt by their path, without a slash at its beginning.
   *
   * @param plain names the proxy outright; apt then fails while the daemon is down
   */
  static Map<String, String> apt(String proxy, boolean plain) {
    Map<String, String> files = new LinkedHashMap<>();
    String mark = "// This file is " + BY + "apt --undo\n";
    if (plain) {
      files.put(APT_CONF, mark + "Acquire::http::Proxy \"" + proxy + "\";\n");
    } else {
      files.put(APT_CONF, mark + "Acquire::http::Proxy-Auto-Detect \"/" + APT_PROGRAM + "\";\n");
      files.put(APT_PROGRAM, program(proxy));
    }
    return files;
  }

  /** Asks as apt does, and names the daemon if it answers at once that it is there for this one. */
  private static String program(String proxy) {
    URI address = URI.create(proxy);
    String host = address.getHost().replaceAll("[\\[\\]]", "");
    int port = address.getPort() < 0 ? 80 : address.getPort();
    return """
    #!/bin/bash
    # This file is %sapt --undo
    # It tells apt, which runs it for each host, where to fetch: through the daemon while that
    # answers, and directly otherwise, after an eighth of a second at most.
    ask() {
      exec 3<>"/dev/tcp/$1/$2" &&
        printf 'GET / HTTP/1.0\\r\\nUser-Agent: Debian APT-HTTP/edos\\r\\n\\r\\n' >&3 &&
        IFS= read -r answer <&3 &&
        [[ $answer == HTTP/1.?' 406 '* ]]
    }
    export -f ask
    if timeout 0.125 bash -c 'ask "$@"' ask '%s' '%d' 2>/dev/null; then
      echo '%s'
    else
      echo DIRECT
    fi
    """
        .formatted(BY, host, port, proxy);
  }

  /** Whether apt's configuration names the program that is written for it. */
  static boolean isOurs(String program) {
    return program.equals("/" + APT_PROGRAM);
  }

  /** What that program names while the daemon answers; empty where it names nothing. */
  String aptProxy() {
    Matcher named = NAMED.matcher(read(root.resolve(APT_PROGRAM)));
    return named.find() ? named.group(1) : "";
  }

  /** The proxy of dnf's configuration; empty where there is none. */
  String dnfProxy() {
    Path file = root.resolve(DNF_CONF);
    Matcher line = PROXY.matcher(Files.exists(file) ? read(file) : "");
    String proxy = line.find() ? line.group().split("=", 2)[1].strip() : "";
    return proxy.equals("_none_") ? "" : proxy;
  }

  /** Lines for a root shell that do what {@link #writeApt} does. */
  public static List<String> aptLines(String proxy, boolean plain) {
    List<String> lines = new ArrayList<>();
    apt(proxy, plain)
        .forEach((path, text) -> {
          lines.add("mkdir -p '/" + path.substring(0, path.lastIndexOf('/')) + "'");
          lines.add("cat > '/" + path + "' <<'END'");
          lines.addAll(text.lines().toList());
          lines.add("END");
          if (path.equals(APT_PROGRAM)) {
            lines.add("chmod 755 '/" + path + "'");
          }
        });
    return lines;
  }

  /** Lines for a root shell that do what {@link #writeDnf} does. */
  public static List<String> dnfLines(String proxy) {
    String conf = "/" + DNF_CONF;
    return List.of(
        "# dnf has one file for this. It goes nowhere else while the daemon is down.",
        "grep -q '^proxy *=' " + conf + " || sed -i '/^\\[main\\]/a \\",
        DNF_MARK.strip() + "\\",
        "proxy=" + proxy + "' " + conf);
  }

  /** Writes apt's files; returns what was written. */
  public List<Path> writeApt(String proxy, boolean plain) {
    Map<String, String> files = apt(proxy, plain);
    List.of(APT_CONF, APT_PROGRAM).forEach(path -> checkOurs(root.resolve(path)));
    undoApt();
    List<Path> written = new ArrayList<>();
    // The program first: no run of apt finds its name without it.
    for (String path : files.keySet().stream().sorted((a, b) -> b.compareTo(a)).toList()) {
      Path file = root.resolve(path);
      write(file, String.valueOf(files.get(path)), path.equals(APT_PROGRAM));
      written.add(file);
    }
    return written;
  }

  /** Takes apt's files away; returns those there were. */
  public List<Path> undoApt() {
    List<Path> gone = new ArrayList<>();
    for (String path : List.of(APT_CONF, APT_PROGRAM)) {
      Path file = root.resolve(path);
      checkOurs(file);
      try {
        if (Files.deleteIfExists(file)) {
          gone.add(file);
        }
      } catch (IOException e) {
        throw failed("remove", file, e);
      }
    }
    return gone;
  }

  /** Names the proxy in dnf's configuration; returns the file. */
  public List<Path> writeDnf(String proxy) {
    undoDnf();
    Path file = root.resolve(DNF_CONF);
    String before = Files.exists(file) ? read(file) : "";
    if (PROXY.matcher(before).find()) {
      throw EdosException.refused(
          file + " names a proxy already; remove that line, or keep it and give Edos that proxy");
    }
    var main = MAIN.matcher(before);
    String line = "proxy=" + proxy + "\n";
    if (before.isEmpty()) {
      write(file, DNF_NEW + line, false);
    } else if (main.find()) {
      String section = before.substring(0, main.end());
      String gap = section.endsWith("\n") ? "" : "\n";
      write(file, section + gap + DNF_MARK + line + before.substring(main.end()), false);
    } else {
      throw EdosException.refused(file + " has no section [main]; add one and try again");
    }
    return List.of(file);
  }

  /** Makes dnf's configuration what it was; returns the file if it was changed. */
  public List<Path> undoDnf() {
    Path file = root.resolve(DNF_CONF);
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = read(file);
    if (text.startsWith(DNF_NEW) && text.substring(DNF_NEW.length()).matches("proxy=.*\\n")) {
      try {
        Files.delete(file);
        return List.of(file);
      } catch (IOException e) {
        throw failed("remove", file, e);
      }
    }
    String mark = "(?m)^" + Pattern.quote(DNF_MARK) + "proxy=.*\\n";
    String without = text.replaceAll(mark, "");
    if (without.equals(text)) {
      return List.of();
    }
    write(file, without, false);
    return List.of(file);
  }

  private static void checkOurs(Path file) {
    if (Files.exists(file) && !read(file).contains(BY)) {
      throw EdosException.refused(file + " is not by this program; move it away and try again");
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw failed("read", file, e);
    }
  }

  /** By a file beside it, so that nobody reads half of it. */
  private static void write(Path file, String text, boolean program) {
    try {
      Path real = Files.exists(file) ? file.toRealPath() : file;
      Files.createDirectories(real.toAbsolutePath().getParent());
      Path beside = real.resolveSibling("." + real.getFileName() + ".edos");
      Files.writeString(beside, text, StandardCharsets.UTF_8);
      Set<java.nio.file.attribute.PosixFilePermission> permissions =
          program || !Files.exists(real)
              ? PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--")
              : Files.getPosixFilePermissions(real);
      Files.setPosixFilePermissions(beside, permissions);
      Files.move(beside, real, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failed("write", file, e);
    }
  }

  private static EdosException failed(String what, Path file, IOException e) {
    return EdosException.external(
        "cannot " + what + " " + file + ": " + e + "; this needs root, or --root DIR", e);
  }
}
