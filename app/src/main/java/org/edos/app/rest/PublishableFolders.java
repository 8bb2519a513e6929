package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.network.AccessToken;
import org.edos.core.network.Scope;

/**
 * The files and folders of this machine that a call may have published. Whoever owns the daemon, or
 * has a token that administers it, names any; a program whose token only publishes names those that
 * lie in certain folders, so that it cannot give away everything that the daemon can read.
 * Immutable.
 */
public final class PublishableFolders {
  private final List<Path> folders;

  /**
   * Lets programs name what lies in these.
   *
   * @param folders absolute; they need not be there yet
   */
  public PublishableFolders(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /**
   * What a call names, by its whole path.
   *
   * @param what it is, for the error
   * @return the path; where a program names it, with every symbolic link resolved
   * @throws EdosException (usage) if the path is not absolute, (refused) if a program names what is
   *     not in one of the folders after links are resolved, whether it is there or not
   */
  Path named(Context ctx, String what, String text) {
    return named(Within.token(ctx), what, text);
  }

  /**
   * Like the other, for whoever holds this token.
   *
   * @param caller empty for the daemon's owner
   * @throws EdosException as the other
   */
  public Path named(Optional<AccessToken> caller, String what, String text) {
    Path path = Parameters.path(what, text);
    Optional<AccessToken> program = bound(caller);
    if (program.isEmpty()) {
      return path;
    }
    return real(path)
        .filter(real -> folders.stream().flatMap(f -> real(f).stream()).anyMatch(real::startsWith))
        .orElseThrow(() -> refused(program.get(), path));
  }

  /** The folders that whoever holds this token is kept to; empty for one who names any. */
  public Optional<List<Path>> keptTo(Optional<AccessToken> caller) {
    return bound(caller).map(token -> folders);
  }

  private static Optional<AccessToken> bound(Optional<AccessToken> caller) {
    return caller.filter(token -> !token.allows(new Scope.Administer()));
  }

  private static Optional<Path> real(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException e) {
      return Optional.empty(); // not there, or not to be read
    }
  }

  private EdosException refused(AccessToken token, Path path) {
    String allowed =
        folders.isEmpty()
            ? "it may publish nothing of the publisher's machine"
            : "it may publish what is there in "
                + folders.stream().map(Path::toString).collect(Collectors.joining(", "));
    return EdosException.refused(
        "the token '"
            + token.name()
            + "' does not reach "
            + path
            + ": "
            + allowed
            + "; the daemon's owner allows a folder with the setting publish-from");
  }
}
