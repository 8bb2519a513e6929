package org.edos.app.demo;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.edos.physical.peer.PeerJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code edos demo}. */
@Command(
    name = "demo",
    description = {
      "Show what Edos does, with real processes on this machine: one publisher, two mirrors, some"
          + " clients.",
      "Publishes three releases, disseminates one in a flash crowd, queries, notifies, and lets a"
          + " real apt and dnf install from a client, each into a throw-away folder."
    },
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many clients, 1 to 40 (default: ${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--tree",
      paramLabel = "DIR",
      description =
          "A folder with .deb or .rpm files to work on (default: some fetched with this machine's"
              + " apt).")
  private @Nullable Path tree;

  @Option(
      names = "--once",
      description = "End after the scenario and clean up, instead of waiting for Ctrl-C.")
  private boolean once;

  @Option(
      names = "--json",
      description = "Print what was measured as one JSON document; the story goes to stderr.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter story = json ? spec.commandLine().getErr() : out;
    Consumer<String> tell =
        line -> {
          story.println(line);
          story.flush();
        };
    Demo demo =
        new Demo(
            new Demo.Options(
                clients,
                Optional.ofNullable(tree).map(folder -> folder.toAbsolutePath().normalize()),
                testdata()),
            tell);
    Thread cleanUp = new Thread(demo::close, "edos-demo-end");
    Runtime.getRuntime().addShutdownHook(cleanUp);
    DemoReport report = demo.play();
    if (json) {
      out.println(new String(PeerJson.write(report), StandardCharsets.UTF_8));
      out.flush();
    }
    if (!once) {
      tell.accept("");
      tell.accept(
          "The daemons run on; open the addresses above in a browser. Ctrl-C ends them and cleans"
              + " up.");
      new CountDownLatch(1).await();
    }
    return report.ok() ? 0 : 1;
  }

  /**
   * The packages beside the program, where it runs from a checkout: the launcher says where that
   * is.
   */
  private static Optional<Path> testdata() {
    return Optional.ofNullable(System.getProperty("edos.checkout"))
        .map(checkout -> Path.of(checkout, "testdata").toAbsolutePath().normalize())
        .filter(Files::isDirectory);
  }
}
