package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.edos.actor.Peer;
import org.edos.core.EdosException;
import org.edos.core.network.Scope;
import org.edos.core.release.InstallabilityPolicy;
import org.edos.core.release.MovingRelease;
import org.edos.core.release.Operation;
import org.edos.core.release.OwnUnits;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.ReleaseUpdate;
import org.edos.core.release.Transaction;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.peer.PeerJson;
import org.jspecify.annotations.Nullable;

/** Transactions on moving releases, and the states that they are made against. */
final class TransactionRoutes implements Routes {
  private static final int MOST_BYTES = 64 << 20;

  /** One operation as it is written; which fields it has depends on {@code operation}. */
  private record Step(
      String operation,
      Optional<String> file,
      Optional<Sha256> content,
      Optional<String> bytes,
      Optional<RepositoryPath> location,
      Optional<String> id,
      Optional<Boolean> keepOld,
      Optional<List<UnitId>> members,
      Optional<String> channel,
      Optional<List<UnitId>> units,
      Optional<Instant> date) {
    Step {
      members = members.map(List::copyOf);
      units = units.map(List::copyOf);
    }

    Operation read(ReleaseId release, Function<String, Path> named) {
      return switch (operation) {
        case "publish-package" ->
            new Operation.PublishPackage(
                supply(named), location, id.map(Step::packageId), keepOld.orElse(false));
        case "publish-utility" ->
            new Operation.PublishUtility(needed("location", location), supply(named));
        case "publish-collection" ->
            new Operation.PublishCollection(collection(release), members.orElse(List.of()));
        case "unpublish" -> new Operation.Unpublish(unit(release));
        case "insert" -> new Operation.Insert(collection(release), needed("members", members));
        case "delete" -> new Operation.Delete(collection(release), needed("members", members));
        case "feed" -> new Operation.Feed(needed("channel", channel), needed("units", units), date);
        case "unfeed" ->
            new Operation.Unfeed(needed("channel", channel), needed("units", units), date);
        default ->
            throw EdosException.usage(
                "there is no operation '"
                    + operation
                    + "'; there are publish-package, publish-utility, publish-collection,"
                    + " unpublish, insert, delete, feed and unfeed");
      };
    }

    private <T> T needed(String name, Optional<T> value) {
      return value.orElseThrow(() -> EdosException.usage(operation + " needs " + name));
    }

    private Operation.Supply supply(Function<String, Path> named) {
      long given = List.of(file, content, bytes).stream().filter(Optional::isPresent).count();
      if (given != 1) {
        throw EdosException.usage(
            operation
                + " needs either file, the path of one of the publisher's machine, or content, a"
                + " hash of what its store has, or bytes in base64");
      }
      if (file.isPresent()) {
        return new Operation.Supply.File(named.apply(file.get()));
      }
      return content
          .<Operation.Supply>map(Operation.Supply.Stored::new)
          .orElseGet(() -> new Operation.Supply.Bytes(decoded(bytes.orElse(""))));
    }

    private static byte[] decoded(String text) {
      try {
        return Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        throw EdosException.usage("bytes are written in base64: " + e.getMessage());
      }
    }

    private static PackageId packageId(String text) {
      if (UnitId.parse(text) instanceof PackageId id) {
        return id;
      }
      throw EdosException.usage(text + " is not the id of a package");
    }

    /** A collection's id, or its name alone. */
    private CollectionId collection(ReleaseId release) {
      if (unit(release) instanceof CollectionId collection) {
        return collection;
      }
      throw EdosException.usage(id.orElse("") + " is not the id of a collection");
    }

    private UnitId unit(ReleaseId release) {
      String text = needed("id", id);
      return text.contains(":") ? UnitId.parse(text) : OwnUnits.collection(release, text);
    }
  }

  private record Call(
      Optional<Long> expected, Optional<String> installability, List<Step> operations) {
    Call {
      operations = List.copyOf(operations);
    }
  }

  private final Peer peer;
  private final PublishableFolders folders;

  TransactionRoutes(Peer peer, PublishableFolders folders) {
    this.peer = peer;
    this.folders = folders;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post(
                "/api/v1/releases/{name}/transactions",
                "Does operations on a moving release, all or none, as one state; publisher only."
                    + " A conflict (409) if another state is there than expected, which If-Match"
                    + " may give, too",
                Body.json(Call.class),
                Body.json(ReleaseUpdate.class),
                this::transact)
            .by(Access.TOKEN)
            .within(Within.PUBLISH),
        Route.get(
                "/api/v1/releases/{name}/state",
                "What a moving release is now; its number is the ETag",
                Body.json(MovingRelease.class),
                this::state)
            .by(Access.ANYBODY));
  }

  private void transact(Context ctx) throws IOException {
    ReleaseId release = ReleaseId.current(ctx.pathParam("name"));
    Call call = PeerJson.readRequest(Json.body(ctx, MOST_BYTES), Call.class);
    Function<String, Path> named = path -> folders.named(ctx, "a file", path);
    Transaction transaction =
        new Transaction(
            release.name(),
            expected(call.expected(), ctx.header("If-Match")),
            call.operations().stream().map(step -> step.read(release, named)).toList(),
            call.installability().map(InstallabilityPolicy::parse));
    call.operations()
        .forEach(
            step -> step.channel().ifPresent(name -> Within.require(ctx, new Scope.Feed(name))));
    ReleaseUpdate update = Parameters.by(ctx, peer).transact(transaction);
    ctx.header("ETag", tag(update.release().number()));
    Json.send(ctx, update);
  }

  private static OptionalLong expected(Optional<Long> expected, @Nullable String ifMatch) {
    if (ifMatch == null) {
      return expected.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }
    if (!ifMatch.strip().matches("\"[0-9]{1,18}\"")) {
      throw EdosException.usage("If-Match is the ETag of the state, a number in double quotes");
    }
    long number = Long.parseLong(ifMatch.strip().replace("\"", ""));
    if (expected.filter(other -> other != number).isPresent()) {
      throw EdosException.usage("expected and If-Match are two different numbers; give one");
    }
    return OptionalLong.of(number);
  }

  private static String tag(long number) {
    return "\"" + number + "\"";
  }

  private void state(Context ctx) {
    MovingRelease state =
        MovingRelease.of(peer.composition(ReleaseId.current(ctx.pathParam("name"))));
    ctx.header("ETag", tag(state.number()));
    Json.send(ctx, state);
  }
}
