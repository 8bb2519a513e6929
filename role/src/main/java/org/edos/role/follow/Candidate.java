package org.edos.role.follow;

import java.util.List;
import org.edos.core.gateway.ListedFile;
import org.edos.physical.snapshot.RootFile;
import org.edos.physical.snapshot.SnapshotHead;

/**
 * A snapshot that may become its repository's current one.
 *
 * @param head what it is
 * @param roots the files of its root
 * @param files that the root lists
 */
record Candidate(SnapshotHead head, List<RootFile> roots, List<ListedFile> files) {}
