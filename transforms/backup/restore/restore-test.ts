/** A CronJob that restores the newest dump of a store into an empty server of its own: a copy is one that has come back. */

import type { Json, JsonObject, Proposal, Root, Workload } from '../../../src/transform.ts';
import { isMap, mapsIn } from '../../shared/data.ts';
import { writtenLabels } from '../../shared/labels/apart.ts';
import { describeWorkload, runsToday } from '../../shared/pods.ts';
import { ALIKE, lettingThrough } from '../../shared/policies.ts';
import { imageQuestion } from '../../shared/prose.ts';
import { nameAs, namedBy } from '../../shared/secrets/variables.ts';
import type { Context, Message } from '../context.ts';
import { copiesOf } from '../covered.ts';
import { renamedDoubts } from '../dump.ts';
import { isObstacle } from '../engine.ts';
import { meshDoubts } from '../hindrances.ts';
import { contained, cronJobOf, FETCH, isTooLong, RESTORE, TEST_SUFFIX, TOO_LONG } from '../job.ts';
import { scheduleMistake } from '../mistakes.ts';
import { letOut } from '../policies.ts';
import type { Server } from '../server.ts';
import { labelsFor } from '../way.ts';
import { oldestFor } from './age.ts';
import { newestDump } from './restore-scripts.ts';
import { type Restoring, restoringOf } from './restoring.ts';
import { type StandingDump, standingDump, standingTest, toldTo } from './standing.ts';

type Labels = Readonly<Record<string, string>>;

/** Where the bucket is, as a dump is told. */
const ENDPOINT = 'S3_ENDPOINT';

/** It follows the dump that stands there: behind one that is written now the transform is asked again. */
export function* tried(server: Server, context: Context): Generator<Proposal<Message>> {
  const { root, options, configured } = context;
  const { restoreTest } = options;
  if (restoreTest === undefined || standingTest(server.workload, root) !== undefined) return;
  const stated = configured('restoreTest', 'the team has said when copies are tried');
  if (stated === undefined) return;
  const made = standingDump(server.workload, root);
  const finding = untried(server, restoreTest);
  if (made !== undefined) {
    const { message = finding.message, ...test } = testOf(server, made, restoreTest, root);
    yield { ...finding, ...test, message, ...(message === 'restore-test' && { evidence: [stated] }) };
    return;
  }
  const copy = copiesOf(server, root).find(({ isOn }) => isOn);
  if (copy !== undefined)
    yield { ...finding, known: `${copy.by} copies it, and how that is restored is not known here` };
}

function untried({ workload }: Server, schedule: string) {
  return {
    message: 'untried',
    data: { server: describeWorkload(workload), schedule },
    at: { on: workload.key, path: [] },
    changes: [],
    evidence: [],
  } as const;
}

function testOf(
  server: Server,
  made: StandingDump,
  schedule: string,
  root: Root,
): Partial<Proposal<'restore-test'>> {
  const { workload, container } = server;
  const { cron } = made;
  if (container.facts.candidate !== undefined)
    return imageQuestion(container, 'what does it run', 'official');
  if (!runsToday(cron, root)) return { known: `${describeWorkload(cron)} is switched off` };
  if (isTooLong(workload, TEST_SUFFIX)) return { known: TOO_LONG };
  const restoring = restoringOf(server, made, root);
  if (isObstacle(restoring)) return { known: restoring.obstacle };
  const labels = labelsFor(server, TEST_SUFFIX, root);
  if (isObstacle(labels)) return { known: labels.obstacle };
  const wrong =
    scheduleMistake('restoreTest', schedule) ??
    (schedule === cron.get(['spec', 'schedule'])
      ? `\`restoreTest\` of backup is ${schedule}, as the dump is made: it comes when that is done`
      : undefined);
  if (wrong !== undefined) return { blocked: wrong };
  const ways = letOut(server, labels, { to: endpointOf(made), pods: cron }, root);
  if (ways === undefined) return { known: `network policies would keep it from the bucket: ${ALIKE}` };
  const manifest = cronJobFor(server, made, { restoring, labels, schedule }, root);
  return {
    message: 'restore-test',
    changes: [{ type: 'create', manifest, beside: cron.key }, ...ways],
    from: [...container.path, 'image'],
    doubts: [
      'it reads by the identity of the dump, which may be let write alone',
      'how long it takes, and that its memory and its volume are enough, is known once somebody has tried it',
      ...renamedDoubts(server),
      ...restoring.doubts,
      ...meshDoubts(server, root),
    ],
    promised: promisedBy(made, restoring),
  };
}

interface Plan {
  readonly restoring: Restoring;
  readonly labels: Labels;
  readonly schedule: string;
}

/** By the identity of the dump: who may write there may read. */
function cronJobFor(
  server: Server,
  { cron, upload }: StandingDump,
  { restoring, labels, schedule }: Plan,
  root: Root,
): JsonObject {
  const { container } = server;
  const name = (kind: string, each: Json | undefined) => nameAs(kind, String(each), upload, root);
  const env = toldTo(upload, root);
  const envFrom = mapsIn(upload.get(['envFrom'])).map(each =>
    isMap(each.secretRef) ? { secretRef: { name: name('Secret', each.secretRef.name) } } : each,
  );
  const account = cron.pod.serviceAccountName;
  const oldest = oldestFor(String(cron.get(['spec', 'schedule'])));
  return cronJobOf(server, root, {
    suffix: TEST_SUFFIX,
    schedule,
    timeZone: String(cron.get(['spec', 'timeZone']) ?? 'Etc/UTC'),
    retries: 1,
    labels,
    serviceAccountName: account === undefined ? undefined : name('ServiceAccount', account),
    as: restoring.as,
    first: contained(
      {
        name: FETCH,
        image: upload.image.text,
        command: ['/bin/sh', '-c', newestDump(env.some(each => each.name === ENDPOINT))],
        env: [...env, { name: 'MAX_AGE_HOURS', value: String(oldest) }],
        ...(envFrom.length > 0 && { envFrom }),
      },
      container,
      { request: '256Mi', limit: '512Mi' },
    ),
    last: contained(
      {
        name: RESTORE,
        image: container.image.text,
        command: ['/bin/sh', '-c', restoring.script],
        env: restoring.env,
      },
      container,
      restoring.memory,
    ),
    // The dump, and what becomes of it.
    volumes: 2,
  });
}

function promisedBy({ cron, upload }: StandingDump, { env }: Restoring): NonNullable<Proposal['promised']> {
  const account = cron.pod.serviceAccountName;
  const secrets = mapsIn(upload.get(['envFrom'])).flatMap(({ secretRef }) =>
    isMap(secretRef) ? [{ kind: 'Secret', name: String(secretRef.name) }] : [],
  );
  return [
    ...namedBy([...env, ...mapsIn(upload.get(['env']))]),
    ...secrets,
    ...(typeof account === 'string' ? [{ kind: 'ServiceAccount', name: account }] : []),
  ];
}

function endpointOf({ upload }: StandingDump): string | undefined {
  const found = mapsIn(upload.get(['env'])).find(({ name }) => name === ENDPOINT)?.value;
  return typeof found === 'string' ? found : undefined;
}

/** Where policies have come behind the test. */
export function* testKeptOut(server: Server, root: Root): Generator<Proposal<Message>> {
  const test = standingTest(server.workload, root);
  const made = standingDump(server.workload, root);
  if (test === undefined || made === undefined) return;
  const changes = letOut(server, writtenLabels(test), { to: endpointOf(made), pods: test }, root);
  if (changes?.length === 0) return;
  const finding = keptOutFinding(server.workload, test);
  yield lettingThrough(finding, changes);
}

function keptOutFinding(store: Workload, test: Workload) {
  return {
    data: { server: describeWorkload(store), job: describeWorkload(test), what: 'restores' },
    at: { on: store.key, path: [] },
    changes: [],
    evidence: [
      { kind: 'manifest', at: test.where(test.podPath), says: 'its pods fetch from the bucket' } as const,
    ],
  };
}
