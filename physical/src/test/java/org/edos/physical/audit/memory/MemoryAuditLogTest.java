package org.edos.physical.audit.memory;

import org.edos.physical.audit.AuditLog;
import org.edos.physical.audit.AuditLogContract;

class MemoryAuditLogTest extends AuditLogContract {
  @Override
  protected AuditLog create() {
    return new MemoryAuditLog();
  }
}
