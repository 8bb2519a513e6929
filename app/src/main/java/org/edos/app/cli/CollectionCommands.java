package org.edos.app.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.release.MovingRelease;
import org.edos.core.release.MovingRelease.OwnCollection;
import org.edos.core.release.OwnUnits;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.UnitId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos collection}. */
@Command(
    name = "collection",
    description = "Collections of your own in a moving release.",
    subcommands = {
      CollectionCommands.Create.class,
      CollectionCommands.Insert.class,
      CollectionCommands.Remove.class,
      CollectionCommands.Delete.class,
      CollectionCommands.Show.class
    },
    footer = {
      "",
      "A collection has packages, other files and further collections of its release. It stays"
          + " when",
      "the release is updated; its packages are then those that took the place of the ones before.",
      "",
      "Examples:",
      "  edos collection create tools desktop 'pkg:deb/debian/editor@1.1?arch=all'",
      "  edos collection show tools"
    })
final class CollectionCommands extends CommandGroup {
  private static final String UNITS = "The members, as 'edos query' writes them.";

  /** One operation on one collection. */
  abstract static class Changing extends Asking {
    @Parameters(index = "0", paramLabel = "RELEASE", description = "The moving release.")
    private String release = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "The collection.")
    private String name = "";

    @Option(
        names = "--expect",
        paramLabel = "N",
        description = "The number of the release's state; where another is there, nothing is done.")
    private @Nullable Long expected;

    abstract String operation();

    List<String> members() {
      return List.of();
    }

    @Override
    final void check(Console console) {
      OwnUnits.collection(ReleaseId.current(release), name);
      members().forEach(UnitId::parse);
    }

    @Override
    final void ask(DaemonClient daemon, Console console) {
      Map<String, Object> step = new HashMap<>();
      step.put("operation", operation());
      step.put("id", name);
      step.put("members", members());
      Map<String, Object> request = new HashMap<>();
      Optional.ofNullable(expected).ifPresent(number -> request.put("expected", number));
      request.put("operations", List.of(step));
      TransactionCommand.Transactions.send(daemon, release, request, console);
    }
  }

  /** One on some members of it. */
  abstract static class ChangingMembers extends Changing {
    @Parameters(index = "2..*", arity = "1..*", paramLabel = "ID", description = UNITS)
    private List<String> ids = List.of();

    @Override
    final List<String> members() {
      return ids;
    }
  }

  @Command(name = "create", description = "Create a collection, or replace one.")
  static final class Create extends Changing {
    @Parameters(index = "2..*", arity = "0..*", paramLabel = "ID", description = UNITS)
    private List<String> ids = List.of();

    @Override
    String operation() {
      return "publish-collection";
    }

    @Override
    List<String> members() {
      return ids;
    }
  }

  @Command(name = "insert", description = "Insert members into a collection.")
  static final class Insert extends ChangingMembers {
    @Override
    String operation() {
      return "insert";
    }
  }

  @Command(name = "remove", description = "Remove members from a collection.")
  static final class Remove extends ChangingMembers {
    @Override
    String operation() {
      return "delete";
    }
  }

  @Command(name = "delete", description = "Delete a collection; its members stay in the release.")
  static final class Delete extends Changing {
    @Override
    String operation() {
      return "unpublish";
    }
  }

  @Command(name = "show", description = "Show your collections in a release, or one's members.")
  static final class Show extends Asking {
    @Parameters(index = "0", paramLabel = "RELEASE", description = "The moving release.")
    private String release = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "One of them.")
    private @Nullable String name;

    @Override
    void check(Console console) {
      ReleaseId.current(release);
    }

    @Override
    void ask(DaemonClient daemon, Console console) {
      MovingRelease state =
          daemon.read(ApiPath.of("releases", release, "state"), MovingRelease.class);
      if (name == null) {
        console.result(state, () -> print(state, console));
        return;
      }
      UnitId id = OwnUnits.collection(state.release(), name);
      OwnCollection one =
          state.collections().stream()
              .filter(collection -> collection.id().equals(id))
              .findFirst()
              .orElseThrow(() -> EdosException.notFound(release + " has no " + id));
      console.result(one, () -> one.members().forEach(unit -> console.line(unit.toString())));
    }

    private static void print(MovingRelease state, Console console) {
      console.line("%s, number %d".formatted(state.release(), state.number()));
      TextTable table = new TextTable("COLLECTION", ">MEMBERS");
      state.collections().forEach(one -> table.row(one.id().toString(), one.members().size()));
      console.table(table);
    }
  }
}
