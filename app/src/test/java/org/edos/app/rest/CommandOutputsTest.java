package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.edos.app.cli.CommandSchemas;
import org.edos.app.cli.Program;
import org.edos.app.daemon.DaemonFile;
import org.edos.physical.peer.PeerJson;
import org.edos.testkit.MadeDebs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What commands print with {@code --json} is what their schemas say, and has nothing besides. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CommandOutputsTest {
  private static final String UNIT = "pkg:deb/debian/editor@1.0?arch=all";

  private TestPublisher daemon;
  private Path home;
  private Path tree;

  @BeforeAll
  void aPublisher(@TempDir Path folder) throws Exception {
    daemon = new TestPublisher(folder);
    home = Files.createDirectories(folder.resolve("home"));
    tree = Files.createDirectories(folder.resolve("tree"));
    MadeDebs.write(tree, "editor", "1.0");
    new DaemonFile("publisher", daemon.address, TestPublisher.TOKEN, 1).write(home);
  }

  @AfterAll
  void ends() {
    daemon.close();
  }

  private static String[] command(String name, String... more) {
    return Stream.concat(Stream.of(name), Stream.of(more)).toArray(String[]::new);
  }

  /** In an order in which they can be run one after the other. */
  private List<String[]> commands() {
    List<String[]> commands = new ArrayList<>(publishing());
    commands.addAll(
        List.of(
            command("channel create", "news", "--description", "What is new"),
            command("channel list"),
            command("channel add", "news", UNIT),
            command("channel describe", "news"),
            command("user add", "anna", "--key", "00".repeat(32)),
            command("user list"),
            command("channel grant", "news", "read", "user:anna"),
            command("channel revoke", "news", "user:anna"),
            command("user remove", "anna"),
            command("subscribe", "news"),
            command("subscriptions"),
            command("unsubscribe", "1"),
            command("inbox"),
            command("inbox", "--read", "all"),
            command("channel remove", "news", UNIT),
            command("channel delete", "news"),
            command("token create", "nightly", "--scope", "read"),
            command("token list"),
            command("token revoke", "nightly"),
            command("invite", "--name", "far"),
            command("invite", "--list"),
            command("flashcrowd open", "tools@1", "--window", "30s"),
            command("flashcrowd status"),
            command("flashcrowd status", "tools@1"),
            command("flashcrowd plan", "tools@1"),
            command("flashcrowd close", "tools@1"),
            command("audit"),
            command("audit", "--verify"),
            command("unpublish", "tools@1")));
    return commands;
  }

  private List<String[]> publishing() {
    return List.of(
        command("publish", tree.toString(), "--release", "tools", "--version", "1"),
        command("update", "moving", tree.toString()),
        command("collection create", "moving", "desk", UNIT),
        command("collection show", "moving"),
        command("collection show", "moving", "desk"),
        command("freeze", "moving", "--version", "1"),
        command("releases"),
        command("history", "moving"),
        command("query", "editor"),
        command("lookup", "Name: editor"),
        command("show", UNIT),
        command("show", UNIT, "--xpath", "//name"),
        command("signature", UNIT),
        command("locate", UNIT),
        command("get", UNIT, "--into", home.toString()),
        command("wish", "tools@1"),
        command("check", "tools@1"),
        command("missing", UNIT));
  }

  @TestFactory
  Stream<DynamicTest> everyOutputIsAsItsSchemaSays() {
    return commands().stream()
        .map(command ->
            DynamicTest.dynamicTest(String.join(" ", command), () -> assertAsSaid(command)));
  }

  private void assertAsSaid(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command[0].split(" ")));
    arguments.addAll(List.of(command).subList(1, command.length));
    arguments.addAll(List.of("--json", "--home", home.toString()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] all = arguments.toArray(String[]::new);
    int exit =
        Program.commandLine(all)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(all);
    assertThat(exit).as(() -> out + "" + err).isZero();

    Map<String, Object> schema = CommandSchemas.all().get(command[0]);
    JsonNode closed = PeerJson.mapper().valueToTree(schema);
    OpenApiDocument.close(closed);
    JsonNode printed = PeerJson.mapper().readTree(out.toString());
    assertThat(OpenApiDocument.validate(closed, printed)).as(out.toString()).isEmpty();
  }
}
