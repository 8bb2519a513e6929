package org.edos.physical.people.memory;

import org.edos.physical.people.Tokens;
import org.edos.physical.people.TokensContract;

class MemoryTokensTest extends TokensContract {
  @Override
  protected Tokens open() {
    return new MemoryTokens();
  }
}
