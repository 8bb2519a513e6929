package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UploadCapTest {
  private static final int RATE = 2_000_000;

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  @Test
  void theBytesAreTheSame() throws IOException {
    byte[] bytes = random(100_000);

    try (InputStream limited = new UploadCap(() -> RATE).limit(new ByteArrayInputStream(bytes))) {
      assertThat(limited.readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void allTogetherAreNoFasterThanTheLimit() throws Exception {
    UploadCap cap = new UploadCap(() -> RATE);
    int each = 100_000;
    long began = System.nanoTime();

    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> reading =
          IntStream.range(0, 5)
              .<Callable<Integer>>mapToObj(i ->
                  () -> cap.limit(new ByteArrayInputStream(random(each))).readAllBytes().length)
              .toList();
      for (var done : readers.invokeAll(reading)) {
        assertThat(done.get()).isEqualTo(each);
      }
    }

    // Never earlier, however loaded the machine is.
    assertThat(System.nanoTime() - began).isGreaterThan((long) (5.0 * each / RATE * 0.95e9));
  }

  @Test
  void withoutALimitTheStreamIsLeftAsItIs() {
    InputStream bytes = new ByteArrayInputStream(new byte[1]);

    assertThat(new UploadCap(() -> 0).limit(bytes)).isSameAs(bytes);
  }
}
