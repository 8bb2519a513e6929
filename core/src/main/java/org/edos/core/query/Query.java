package org.edos.core.query;

/** What to look for in the metadata. */
public interface Query {}
