package org.edos.physical.people.memory;

import org.edos.physical.people.Users;
import org.edos.physical.people.UsersContract;

class MemoryUsersTest extends UsersContract {
  @Override
  protected Users open() {
    return new MemoryUsers();
  }
}
