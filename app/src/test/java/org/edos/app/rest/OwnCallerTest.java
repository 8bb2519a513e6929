package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnCallerTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.9, 127.0.0.1, true",
    "::1, ::1, true",
    "203.0.113.5, 203.0.113.5, true",
    "203.0.113.6, 203.0.113.5, false",
    "fe80::2, fe80::1, false",
    "10.0.0.2, 10.0.0.1, false"
  })
  void onlyThisMachinesProgramsCallFromLoopbackOrFromTheAddressThatIsCalled(
      String remote, String local, boolean own) {
    assertThat(OwnCaller.is(remote, local)).isEqualTo(own);
  }
}
