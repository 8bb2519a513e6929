package org.edos.core.query;

/**
 * How many units match a question in all, whatever part of them it asks for.
 *
 * @param units how many
 * @param exact whether it is so many, or at most so many since not every document was looked at
 */
public record Count(long units, boolean exact) {}
