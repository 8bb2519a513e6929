package org.edos.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edos.physical.peer.PeerJson;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * Every command prints JSON, of which {@code docs/schemas} has the schema. {@code
 * -Dedos.golden=write} writes the schemas anew.
 */
class CommandSchemasTest {
  private static final Path FOLDER = Path.of("../docs/schemas");
  private static final boolean WRITE = "write".equals(System.getProperty("edos.golden"));

  @Test
  void everyCommandHasJsonAndASchemaOfIt() {
    Map<String, CommandLine> commands = new TreeMap<>();
    collect("", Program.commandLine(), commands);

    Set<String> withJson =
        commands.entrySet().stream()
            .filter(entry -> entry.getValue().getCommandSpec().findOption("--json") != null)
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(withJson).isEqualTo(commands.keySet());
    assertThat(CommandSchemas.all().keySet()).isEqualTo(commands.keySet());
  }

  /** The commands that do something, not those that only lead to others. */
  private static void collect(String above, CommandLine line, Map<String, CommandLine> commands) {
    line.getSubcommands()
        .forEach((name, command) -> {
          if (!(command.getCommandSpec().userObject() instanceof CommandGroup)) {
            commands.put(above + name, command);
          }
          collect(above + name + " ", command, commands);
        });
  }

  @Test
  void theSchemasAreWrittenDown() throws IOException {
    Map<String, String> schemas = new TreeMap<>();
    CommandSchemas.all().forEach((command, schema) -> schemas.put(fileName(command), text(schema)));
    if (WRITE) {
      Files.createDirectories(FOLDER);
      for (Map.Entry<String, String> schema : schemas.entrySet()) {
        Files.writeString(FOLDER.resolve(schema.getKey()), schema.getValue());
      }
    }
    Map<String, String> written = new TreeMap<>();
    for (Path file : files()) {
      written.put(file.getFileName().toString(), Files.readString(file));
    }

    assertThat(written).isEqualTo(schemas);
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.toList();
    }
  }

  private static String fileName(String command) {
    return command.replace(' ', '-') + ".json";
  }

  private static String text(Map<String, Object> schema) {
    return PeerJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
  }
}
