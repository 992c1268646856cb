/** A pooler for a server that pods are. */

import { parseImageReference } from '../../src/kubernetes/images/image-reference.ts';
import { isWithinBounds } from '../../src/kubernetes/images/tag-version.ts';
import type { Proposal, Root } from '../../src/transform.ts';
import { givenLabels, labelsApart, tellsApart, writtenLabels } from '../shared/labels/apart.ts';
import { describeWorkload } from '../shared/pods.ts';
import { imageQuestion } from '../shared/prose.ts';
import { namedBy } from '../shared/secrets/variables.ts';
import {
  applicationsIn,
  type Caller,
  callersOf,
  evidenceOf,
  isPooler,
  isWorthIt,
  listed,
  movedTo,
} from './callers.ts';
import { fitted, poolsOf, roomOf } from './capacity.ts';
import { PREPARES_SINCE } from './configuration.ts';
import { type Context, type Message, SUFFIX, WHICH_IMAGE } from './context.ts';
import { loginOf } from './login.ts';
import { letThrough } from './policies.ts';
import { poolerFor } from './pooler.ts';
import type { Server } from './server.ts';

/** Whose entrypoint is known: it makes the file of users of two variables. */
const KNOWN = 'edoburu/pgbouncer';

export function* pooled(server: Server, context: Context): Generator<Proposal<Message>> {
  const { root } = context;
  const callers = callersOf(server.target, root);
  if (server.target.isThere) {
    yield* keptOut(server, root);
    return;
  }
  const applications = applicationsIn(callers);
  if (
    callers.some(({ workload }) => isPooler(workload)) ||
    root.platform.chartsCalled('pgbouncer').length > 0
  )
    return;
  if (isWorthIt(applications, root)) yield proposed(server, applications, callers, context);
}

function proposed(
  server: Server,
  applications: readonly Caller[],
  callers: readonly Caller[],
  { root, options, configured }: Context,
): Proposal<Message> {
  const { workload, container } = server;
  const data = { server: describeWorkload(workload), callers: listed(applications, root), pooler: '' };
  const at = { on: workload.key, path: [] };
  const finding = { message: 'direct', data, at, changes: [], evidence: [] } as const;
  if (container.facts.candidate !== undefined)
    return { ...finding, ...imageQuestion(container, 'what does it run', 'official') };
  if ((workload.replicas ?? 1) > 1)
    return {
      ...finding,
      known: `its Service leads to any of its ${workload.replicas} pods: which of them a pooler is for is not seen here`,
    };
  const login = loginOf(server, root);
  if ('obstacle' in login) return { ...finding, known: login.obstacle };
  const labels = labelsApart(workload, SUFFIX);
  const taken = root.servicesFor(workload).find(each => !tellsApart(each, workload, labels));
  if (taken !== undefined)
    return {
      ...finding,
      known: `Service ${taken.name} has its pods by labels that a layer gives to all: those of a pooler would be among them`,
    };
  const { image } = options;
  const stated = configured('image', 'the team has named the image');
  if (image === undefined || stated === undefined) return { ...finding, ...WHICH_IMAGE };
  const wrong = mistakeIn(image);
  if (wrong !== undefined) return { ...finding, blocked: wrong };
  const besides = callers.length - applications.length;
  const sizes = fitted(options, roomOf(server, root), poolsOf(applications, root), besides);
  if ('obstacle' in sizes) return { ...finding, blocked: sizes.obstacle };
  const ways = letThrough(
    server,
    { all: { ...givenLabels(workload), ...labels }, own: labels },
    applications.map(each => each.workload),
    root,
  );
  return {
    ...finding,
    message: 'pool',
    data: { ...data, pooler: server.target.pooler },
    changes: [...poolerFor(server, root, { login, sizes, labels, options: { ...options, image } }), ...ways],
    evidence: [stated, ...evidenceOf(applications)],
    doubts: [
      'nobody goes through it until `callers` of connection-pool names who does',
      login.name === undefined
        ? 'it lets in the user of the server alone: nothing here says its name, by which it would ask for others'
        : `it has the login of ${login.name}, by which it asks the server for what others log in with`,
      ...(sizes.lowered === undefined ? [] : [sizes.lowered]),
    ],
    promised: namedBy(login.env),
  };
}

function mistakeIn(text: string): string | undefined {
  const image = parseImageReference(text);
  if (image === null || (image.tag === undefined && image.digest === undefined))
    return `\`image\` of connection-pool is ${text}: which version of it?`;
  if (image.repository !== KNOWN && !image.repository.endsWith(`/${KNOWN}`))
    return `\`image\` of connection-pool is ${text}: how it is given its login is known of ${KNOWN} alone. Which copy of that is it?`;
  if (image.tag !== undefined && !isWithinBounds(image.tag, { since: PREPARES_SINCE }))
    return `\`image\` of connection-pool is ${text}: which version from ${PREPARES_SINCE} on? Before, statements that drivers prepare fail on another connection`;
  return undefined;
}

/** Where policies have come behind the pooler, in the same plan or by somebody else. */
function* keptOut(server: Server, root: Root): Generator<Proposal<Message>> {
  const { workload, target } = server;
  const pooler = root.workloads.find(each => each.kind === 'Deployment' && each.name === target.pooler);
  if (pooler === undefined) return;
  const changes = letThrough(
    server,
    { all: pooler.podLabels, own: writtenLabels(pooler) },
    [...movedTo(target, root)],
    root,
  );
  if (changes.length === 0) return;
  yield {
    message: 'kept-out',
    data: { server: describeWorkload(workload), callers: '', pooler: target.pooler },
    at: { on: workload.key, path: [] },
    changes,
    evidence: [{ kind: 'manifest', at: pooler.where(['kind']), says: 'it pools connections to the server' }],
    doubts: ['whatever has its labels is let through too'],
  };
}
