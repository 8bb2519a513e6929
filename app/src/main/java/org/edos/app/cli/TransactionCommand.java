package org.edos.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.ReleaseUpdate;
import org.edos.physical.peer.PeerJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code edos transaction}. */
@Command(
    name = "transaction",
    description = "Change a moving release in several ways at once: all of it, or nothing.",
    footer = {
      "",
      "FILE is JSON, a list of operations:",
      "  {\"operation\": \"publish-package\", \"file\": PATH, \"location\"?: PLACE, \"keepOld\"?:"
          + " true}",
      "  {\"operation\": \"publish-utility\", \"location\": PLACE, \"file\": PATH}",
      "  {\"operation\": \"publish-collection\", \"id\": NAME, \"members\": [ID]}",
      "  {\"operation\": \"unpublish\", \"id\": ID}",
      "  {\"operation\": \"insert\" or \"delete\", \"id\": NAME, \"members\": [ID]}",
      "  {\"operation\": \"feed\" or \"unfeed\", \"channel\": NAME, \"units\": [ID], \"date\"?:"
          + " TIME}",
      "Instead of a file, \"content\" names what the store has, and \"bytes\" gives it in base64.",
      "",
      "Example:",
      "  edos transaction tools changes.json --expect 1767355200123"
    })
final class TransactionCommand extends Asking {
  private static final int MOST_BYTES = 48 << 20;

  @Parameters(index = "0", paramLabel = "NAME", description = "The moving release.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "The operations; - for stdin.")
  private String file = "";

  @Option(
      names = "--expect",
      paramLabel = "N",
      description = {
        "The number of the state that they were made for, 0 for none yet: where another is",
        "there, nothing is done (default: whatever is there)."
      })
  private @Nullable Long expected;

  @Mixin private InstallabilityOption installability;

  @Override
  void check(Console console) {
    ReleaseId.current(name);
    installability.check();
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    JsonNode operations = operations();
    Path here = Path.of("").toAbsolutePath();
    for (JsonNode operation : operations) {
      if (operation instanceof ObjectNode object && object.path("file").isString()) {
        object.put("file", here.resolve(object.path("file").asString("")).normalize().toString());
      }
    }
    Map<String, Object> request = new LinkedHashMap<>();
    Optional.ofNullable(expected).ifPresent(number -> request.put("expected", number));
    installability.addTo(request);
    request.put("operations", operations);
    Transactions.send(daemon, name, request, console);
  }

  private JsonNode operations() {
    try {
      byte[] text =
          file.equals("-")
              ? System.in.readNBytes(MOST_BYTES + 1)
              : Files.newInputStream(Path.of(file)).readNBytes(MOST_BYTES + 1);
      if (text.length > MOST_BYTES) {
        throw EdosException.usage("a transaction has at most 48 MB; name files instead of bytes");
      }
      JsonNode read = PeerJson.mapper().readTree(text);
      JsonNode operations = read.isArray() ? read : read.path("operations");
      if (!operations.isArray()) {
        throw EdosException.usage(file + " holds no list of operations");
      }
      return operations;
    } catch (IOException e) {
      throw EdosException.notFound("cannot read " + file + ": " + e.getMessage());
    } catch (JacksonException e) {
      throw EdosException.usage(file + " is no JSON: " + e.getOriginalMessage());
    }
  }

  /** What commands send as transactions. */
  static final class Transactions {
    private Transactions() {}

    static void send(
        DaemonClient daemon, String release, Map<String, Object> request, Console console) {
      ReleaseUpdate update =
          daemon.post(
              ApiPath.of("releases", release, "transactions"), request, ReleaseUpdate.class);
      console.result(
          update,
          () -> {
            console.line(
                "%s is at number %d now: %s changed."
                    .formatted(
                        update.release().id(),
                        update.release().number(),
                        Amounts.count(update.changes().size(), "package")));
            BrokenUnits.tell(update.broken(), console);
          });
    }
  }
}
