package org.edos.physical.channel.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Outcome;
import org.edos.core.channel.Subscription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramHookTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path folder;

  private ProgramHook hook(Duration limit, String script) throws IOException {
    Path program = Files.writeString(folder.resolve("hook"), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new ProgramHook(
        program, limit, event -> event.subject().getBytes(StandardCharsets.UTF_8));
  }

  private static Notification told(String subject) {
    ChannelEvent event =
        new ChannelEvent("news", 7, Instant.EPOCH, ChannelEvent.Kind.UNIT_ADDED, subject, Map.of());
    return new Notification(
        12, Instant.EPOCH, event, "3", 12, Outcome.of(Subscription.Action.RUN), false);
  }

  @Test
  void the_event_comes_on_standard_input_and_in_the_environment() throws IOException {
    ProgramHook hook =
        hook(
            LONG,
            "cat; echo; echo $EDOS_CHANNEL $EDOS_EVENT $EDOS_KIND $EDOS_SUBJECT $EDOS_SUBSCRIPTION"
                + " $EDOS_NOTIFICATION; echo arguments: $#");
    assertThat(hook.run(told("curl; rm -rf /")).lines())
        .containsExactly("curl; rm -rf /", "news 7 UNIT_ADDED curl; rm -rf / 3 12", "arguments: 0");
  }

  @Test
  void nothing_else_of_the_daemons_environment_is_passed_on() throws IOException {
    assertThat(hook(LONG, "env").run(told("curl")).lines())
        .map(line -> line.replaceAll("=.*", ""))
        .filteredOn(name -> !name.startsWith("EDOS_"))
        .isSubsetOf("PATH", "HOME", "LANG", "PWD", "OLDPWD", "SHLVL", "_");
  }

  @Test
  void control_characters_of_a_subject_stay_out_of_the_environment() throws IOException {
    assertThat(hook(LONG, "echo \"$EDOS_SUBJECT\"").run(told("a\0b\nc"))).isEqualTo("a b c");
  }

  @Test
  void a_bad_end_is_told_with_what_was_written() throws IOException {
    ProgramHook hook = hook(LONG, "echo so far so good; echo no disk >&2; exit 3");
    assertThatThrownBy(() -> hook.run(told("curl")))
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.EXTERNAL))
        .hasMessageEndingWith("ended with 3:\nso far so good\nno disk");
  }

  @Test
  void of_much_output_the_last_lines_are_kept() throws IOException {
    String said = hook(LONG, "seq 100000").run(told("curl"));
    assertThat(said).endsWith("99999\n100000").hasSizeLessThan(4000);
    assertThat(said.lines().findFirst()).hasValueSatisfying(it -> assertThat(it).hasSize(5));
  }

  @Test
  void a_program_that_takes_too_long_is_ended_with_its_children() throws IOException {
    ProgramHook hook = hook(Duration.ofMillis(500), "sleep 1000 & echo $! > pid; wait");
    assertThatThrownBy(() -> hook.run(told("curl"))).hasMessageContaining("did not end within");
    long child = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    await().until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void one_that_reads_nothing_may_end_well() throws IOException {
    assertThat(hook(LONG, "exit 0").run(told("x".repeat(200_000)))).isEmpty();
  }

  @Test
  void what_is_no_program_is_refused() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "hello");
    for (Path wrong : new Path[] {text, folder, folder.resolve("none"), Path.of("hook")}) {
      assertThatThrownBy(() -> new ProgramHook(wrong, LONG, event -> new byte[0]))
          .hasMessageContaining("absolute path of a program");
    }
  }
}
