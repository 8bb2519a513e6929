package org.edos.physical.peer;

import org.edos.core.unit.UnitId;

/**
 * A metadata document as it travels in JSON.
 *
 * @param id the unit described
 * @param xml the document's text
 */
public record WrittenDocument(UnitId id, String xml) {}
