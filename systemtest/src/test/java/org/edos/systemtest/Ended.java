package org.edos.systemtest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.edos.physical.peer.PeerJson;
import tools.jackson.databind.JsonNode;

/** How a program ended that was run to its end. */
record Ended(int exitCode, String output, String errors) {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /**
   * Runs a program, without input, and waits for it; a program that hangs is killed and fails the
   * test.
   */
  static Ended run(Path folder, Map<String, String> environment, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Process process = builder.start();
      process.getOutputStream().close();
      Future<String> output = readers.submit(() -> text(process.getInputStream()));
      Future<String> errors = readers.submit(() -> text(process.getErrorStream()));
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError(
            command + " did not end; it printed:\n" + output.get() + errors.get());
      }
      return new Ended(process.exitValue(), output.get(), errors.get());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException e) {
      throw new AssertionError("cannot read what " + command + " printed", e);
    }
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** This, if it ended well; else the test fails with what the program said. */
  Ended well() {
    if (exitCode != 0) {
      throw new AssertionError("ended with exit code " + exitCode + ":\n" + output + errors);
    }
    return this;
  }

  /** The one JSON document that it printed. */
  JsonNode json() {
    return PeerJson.read(well().output().getBytes(StandardCharsets.UTF_8), JsonNode.class);
  }
}
