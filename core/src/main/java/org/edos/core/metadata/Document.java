package org.edos.core.metadata;

import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;

/**
 * A unit's metadata as it is stored, signed and indexed: an XML text that {@link MetadataXml}
 * wrote.
 *
 * @param id the unit described
 * @param xml UTF-8; treated as immutable by all who hold it
 */
public record Document(UnitId id, byte[] xml) {
  /** The hash by which a composition vouches for this document. */
  public Sha256 sha256() {
    return Sha256.of(xml);
  }

  /** Equal when the unit and every byte are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Document that
        && id.equals(that.id)
        && java.util.Arrays.equals(xml, that.xml);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }
}
