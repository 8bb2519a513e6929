package org.edos.systemtest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.core.domain.PackageMatchers;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.File;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;

/**
 * The import table of the design, row by row: the levels' folders are the architecture, and imports
 * only go down.
 */
@AnalyzeClasses(
    packages = {
      "org.edos.core",
      "org.edos.physical",
      "org.edos.role",
      "org.edos.actor",
      "org.edos.app",
      "org.edos.examples"
    })
class ImportTableTest {
  private static final String ADAPTERS = "org.edos.physical.*.*..";

  @ArchTest
  static final ArchRule core =
      row("core | may import: JDK, JSpecify", "org.edos.core..", (from, to) -> in(to, "core.."));

  @ArchTest
  static final ArchRule corePure =
      noClasses()
          .that()
          .resideInAPackage("org.edos.core..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(
              Thread.class,
              Executor.class,
              Socket.class,
              HttpClient.class,
              Clock.class,
              File.class,
              Files.class)
          .as("core | values and formats, pure: no thread, socket, clock or disk");

  @ArchTest
  static final ArchRule port =
      row(
          "physical.X (port) | may import: core",
          "org.edos.physical.*",
          (from, to) -> in(to, "core..") || samePackage(from, to));

  @ArchTest
  static final ArchRule adapter =
      row(
          "physical.X.adapter | may import: its port, core"
              + " (a grid adapter: the grid's node; an sqlite adapter: its"
              + " file; an http adapter: the HTTP to peers)",
          ADAPTERS,
          (from, to) ->
              in(to, "core..")
                  || mechanism(from).equals(to.getPackageName())
                  || to.getPackageName().startsWith(adapterRoot(from))
                  || (in(from, "physical.*.grid") && in(to, "physical.grid"))
                  || (in(from, "physical.*.sqlite") && in(to, "physical.sqlite"))
                  || (in(from, "physical.*.http") && in(to, "physical.peer")));

  @ArchTest
  static final ArchRule role =
      row(
          "role.R | may import: core, physical ports; never another role, never an adapter",
          "org.edos.role..",
          (from, to) ->
              in(to, "core..", "role") || isPort(to) || segment(from, 3).equals(roleOf(to)));

  @ArchTest
  static final ArchRule actor =
      row(
          "actor | may import: core, role, physical ports",
          "org.edos.actor..",
          (from, to) -> in(to, "core..", "role..", "actor..") || isPort(to));

  @ArchTest
  static final ArchRule app =
      row(
          "app.* | may import: actor, core, the JSON of physical.peer; only app.Wiring names"
              + " adapters",
          "org.edos.app..",
          (from, to) -> in(to, "core..", "actor..", "app..", "physical.peer") || isWiring(from));

  @ArchTest
  static final ArchRule examples =
      row(
          "examples.LEVEL | may import: the levels up to its own, adapters too",
          "org.edos.examples..",
          (from, to) ->
              in(to, "core..", "physical..")
                  || samePackage(from, to)
                  || (in(from, "examples.role", "examples.actor") && in(to, "role.."))
                  || (in(from, "examples.actor") && in(to, "actor..")));

  /** A library, and the packages that may name it. */
  private record Engine(PackageMatchers library, PackageMatchers where) {
    static Engine only(List<String> library, String... where) {
      return new Engine(PackageMatchers.of(library), PackageMatchers.of(where));
    }
  }

  private static final List<Engine> ENGINES =
      List.of(
          // core | archive and compression codecs, only in core.deb and core.rpm; Zstandard packs
          // the index's documents as well
          Engine.only(
              List.of(
                  "org.apache.commons.compress..", "org.tukaani.xz..", "org.eclipse.packager.."),
              "org.edos.core.deb..",
              "org.edos.core.rpm.."),
          Engine.only(
              List.of("com.github.luben.zstd.."),
              "org.edos.core.deb..",
              "org.edos.core.rpm..",
              "org.edos.physical.index.grid"),
          // physical.X (port) | none
          // physical.X.adapter | one engine each: Ignite only in *.grid, libtorrent4j only in
          // torrent.libtorrent, Bouncy Castle only in trust.*
          Engine.only(List.of("org.apache.ignite..", "javax.cache.."), "org.edos.physical..grid"),
          Engine.only(List.of("org.libtorrent4j.."), "org.edos.physical.torrent.libtorrent.."),
          Engine.only(List.of("javax.jmdns.."), "org.edos.physical.lan.mdns"),
          Engine.only(
              List.of("jakarta.mail..", "org.eclipse.angus.."), "org.edos.physical.mail.smtp"),
          Engine.only(List.of("org.bouncycastle.."), "org.edos.physical.trust.*.."),
          Engine.only(List.of("net.sf.saxon..", "org.xml.sax.."), "org.edos.physical.xquery.saxon"),
          Engine.only(List.of("org.sat4j.."), "org.edos.physical.solver.sat4j"),
          Engine.only(
              List.of("java.sql..", "javax.sql..", "org.sqlite.."), "org.edos.physical..sqlite"),
          Engine.only(
              List.of("tools.jackson..", "com.fasterxml.jackson.."),
              "org.edos.physical..http",
              "org.edos.physical.peer",
              "org.edos.app.."),
          Engine.only(List.of("org.roaringbitmap.."), ADAPTERS),
          // app.* | picocli, Javalin, jte, Micrometer
          Engine.only(
              List.of(
                  "picocli..",
                  "io.javalin..",
                  "org.eclipse.jetty..",
                  "jakarta.servlet..",
                  "kotlin..",
                  "gg.jte..",
                  "io.micrometer..",
                  "io.prometheus..",
                  "me.tongfei.progressbar..",
                  "ch.qos.logback.."),
              "org.edos.app.."),
          // app.rehearsal | the JDK's own HTTP server, for an origin to rehearse with
          Engine.only(List.of("com.sun.net.httpserver"), "org.edos.app.rehearsal"),
          // no engine: the log's face, above the ports
          Engine.only(
              List.of("org.slf4j.."),
              "org.edos.physical.grid",
              "org.edos.physical.peer",
              ADAPTERS,
              "org.edos.role..",
              "org.edos.actor..",
              "org.edos.app.."),
          Engine.only(List.of("java..", "javax..", "jdk..", "org.jspecify.."), "org.edos.."));

  @ArchTest
  static final ArchRule engines =
      classes()
          .should(
              onlyDependOn((from, to) ->
                  in(to, "..")
                      || engine(to)
                          .filter(engine -> engine.where().test(from.getPackageName()))
                          .isPresent()))
          .as("Each engine only where the table says, and no other library");

  private static ArchRule row(
      String row, String packages, BiPredicate<JavaClass, JavaClass> mayImport) {
    return classes()
        .that()
        .resideInAPackage(packages)
        .should(onlyDependOn((from, to) -> !in(to, "..") || mayImport.test(from, to)))
        .as(row);
  }

  private static ArchCondition<JavaClass> onlyDependOn(BiPredicate<JavaClass, JavaClass> allowed) {
    return new ArchCondition<>("import only that") {
      @Override
      public void check(JavaClass from, ConditionEvents events) {
        for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
          JavaClass to = dependency.getTargetClass().getBaseComponentType();
          if (!to.isPrimitive() && !allowed.test(from, to)) {
            events.add(SimpleConditionEvent.violated(from, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static Optional<Engine> engine(JavaClass type) {
    return ENGINES.stream()
        .filter(engine -> engine.library().test(type.getPackageName()))
        .findFirst();
  }

  /** Whether the type is in one of these packages below org.edos. */
  private static boolean in(JavaClass type, String... packages) {
    for (String name : packages) {
      String pattern = name.startsWith("..") ? "org.edos.." : "org.edos." + name;
      if (PackageMatcher.of(pattern).matches(type.getPackageName())) {
        return true;
      }
    }
    return false;
  }

  private static boolean samePackage(JavaClass one, JavaClass other) {
    return one.getPackageName().equals(other.getPackageName());
  }

  /** The grid's node and the HTTP to peers stand on engines, and so are no ports. */
  private static boolean isPort(JavaClass type) {
    return in(type, "physical.*") && !in(type, "physical.grid", "physical.sqlite", "physical.peer");
  }

  private static boolean isWiring(JavaClass type) {
    return type.getName().matches("org\\.edos\\.app\\.([A-Z][a-z]+)?Wiring(\\$.*)?");
  }

  private static String roleOf(JavaClass type) {
    return in(type, "role..") ? segment(type, 3) : "no role";
  }

  private static String mechanism(JavaClass adapter) {
    return "org.edos.physical." + segment(adapter, 3);
  }

  private static String adapterRoot(JavaClass adapter) {
    return mechanism(adapter) + "." + segment(adapter, 4);
  }

  private static String segment(JavaClass type, int index) {
    String[] segments = type.getPackageName().split("\\.", -1);
    return index < segments.length ? segments[index] : "";
  }
}
