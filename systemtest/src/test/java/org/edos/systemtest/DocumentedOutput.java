package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.edos.physical.peer.PeerJson;
import tools.jackson.databind.JsonNode;

/** Holds what commands print to the schemas in {@code docs/schemas}. */
final class DocumentedOutput {
  private static final Path SCHEMAS = Path.of("../docs/schemas");

  private DocumentedOutput() {}

  /** Fails if a document is not as the schema of its command says, or there is none. */
  static void check(String[] command, JsonNode document) {
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    assertThat(registry.getSchema(schema(command)).validate(document))
        .as("what edos " + String.join(" ", command) + " printed")
        .isEmpty();
  }

  /** That of the command's two words, or of its first. */
  private static JsonNode schema(String[] command) {
    Path two = SCHEMAS.resolve(command[0] + (command.length > 1 ? "-" + command[1] : "") + ".json");
    Path file =
        command.length > 1 && command[1].matches("[a-z]+") && Files.exists(two)
            ? two
            : SCHEMAS.resolve(command[0] + ".json");
    try {
      return PeerJson.mapper().readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
