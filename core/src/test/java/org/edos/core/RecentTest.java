package org.edos.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {
  @Test
  void whatWasUsedTheLongestAgoMakesRoom() {
    Recent<String, Integer> recent = new Recent<>(2);
    recent.put("a", 1);
    recent.put("b", 2);
    assertThat(recent.get("a")).hasValue(1);
    recent.put("c", 3);

    assertThat(recent.copy()).containsOnlyKeys("a", "c");
    recent.remove("a");
    recent.clear();
    assertThat(recent.copy()).isEmpty();
  }

  @Test
  void weightsCountAndOneMayBeTooHeavy() {
    Recent<String, Integer> recent = new Recent<>(10, value -> value);
    recent.put("a", 4);
    recent.put("b", 6);
    recent.put("a", 5);
    assertThat(recent.copy()).containsOnlyKeys("a");
    recent.put("c", 11);
    assertThat(recent.copy()).containsOnlyKeys("c");
  }

  @Test
  void aValueIsMadeOnceAndChangedFromWhatItWas() {
    Recent<String, Integer> recent = new Recent<>(2);
    assertThat(recent.computeIfAbsent("a", () -> 1)).isEqualTo(1);
    assertThat(recent.computeIfAbsent("a", () -> 2)).isEqualTo(1);
    assertThat(recent.change("a", 10, value -> value + 1)).isEqualTo(2);
    assertThat(recent.change("b", 10, value -> value + 1)).isEqualTo(11);
  }
}
