/** Commands of which every program is visible, and all are plain tools (catalogue C4). */

import { baseOf, isTool, runsOnly, type Start, showsAll } from '../../../src/kubernetes/commands.ts';
import type { Container, Evidence } from '../../../src/transform.ts';
import { stringsIn } from '../data.ts';
import { remembered } from '../remembered.ts';

/**
 * What shows that a container runs plain tools only, whatever its image: its command, and the script that it gives to its
 * shell. None of them talks to the API or makes system calls out of the ordinary.
 */
export const plainToolsEvidence = remembered((container: Container): Evidence | undefined => {
  if (!runsOnly(startOf(container), isTool)) return undefined;
  const at = container.workload.where([...container.path, 'command']);
  return { kind: 'manifest', at, says: 'runs only the plain tools that its command shows' };
});

/** Those that reach other services than the cluster, and what brings them into a container: none of them reads its token. */
const OUTSIDE = new Set(
  [
    'aws gsutil mc jq yq openssl git rclone restic apk apt apt-get dnf microdnf yum pip pip3',
    // What brings a schema up to date, and what makes a database for a while.
    'prisma drizzle-kit flyway liquibase goose dbmate atlas',
    'initdb pg_ctl createdb dropdb createuser pg_restore pg_dumpall pg_basebackup vacuumdb reindexdb',
  ]
    .join(' ')
    .split(' '),
);

/** The same of programs that leave the API of the cluster alone, whatever else they do. */
export const apartFromApiEvidence = remembered((container: Container): Evidence | undefined => {
  if (!runsOnly(startOf(container), each => isTool(each) || OUTSIDE.has(baseOf(each)))) return undefined;
  const at = container.workload.where([...container.path, 'command']);
  return { kind: 'manifest', at, says: 'its command shows all that runs, and none of it talks to the API' };
});

/** Whether the command shows all that runs: facts of the image would answer nothing. */
export function showsAllThatRuns(container: Container): boolean {
  return showsAll(startOf(container));
}

/** What a container says of how it starts. */
export function startOf(container: Container): Start {
  return {
    command: stringsIn(container.get(['command'])),
    args: stringsIn(container.get(['args'])),
  };
}
