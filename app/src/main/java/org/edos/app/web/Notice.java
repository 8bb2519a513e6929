package org.edos.app.web;

/**
 * One thing to be told.
 *
 * @param text a sentence
 * @param isProblem whether something was not done
 */
public record Notice(String text, boolean isProblem) {}
