/** A pooler for a server that pods are. */

import { parseImageReference } from '../../src/kubernetes/images/image-reference.ts';
import { isWithinBounds } from '../../src/kubernetes/images/tag-version.ts';
import { inside } from '../../src/network/pods.ts';
import type { Proposal, Root } from '../../src/transform.ts';
import { givenLabels, labelsApart, tellsApart } from '../shared/labels/apart.ts';
import { describeWorkload } from '../shared/pods.ts';
import { ALIKE, isShared } from '../shared/policies.ts';
import { imageQuestion } from '../shared/prose.ts';
import { namedBy } from '../shared/secrets/variables.ts';
import {
  applicationsIn,
  type Caller,
  callersOf,
  evidenceOf,
  goingThrough,
  isPooler,
  listed,
  whoStays,
} from './callers.ts';
import { fitted, poolsOf, roomOf } from './capacity.ts';
import { NAME, PORT, PREPARES_SINCE } from './configuration.ts';
import { type Context, type Message, SUFFIX, WHICH_IMAGE } from './context.ts';
import { keptOut } from './kept-out.ts';
import { loginOf } from './login.ts';
import { letThrough, type Ways } from './policies.ts';
import { poolerFor } from './pooler.ts';
import { endOf, poolerOf, type Server } from './server.ts';
import type { End } from './target.ts';
import { type Need, needOf } from './worth.ts';

/** Whose entrypoint is known: it makes the file of users of two variables. */
const KNOWN = 'edoburu/pgbouncer';

export function* pooled(server: Server, context: Context): Generator<Proposal<Message>> {
  const { root } = context;
  const callers = callersOf(server.target, root);
  if (server.target.there !== undefined) {
    yield* keptFrom(server, root);
    return;
  }
  const applications = applicationsIn(callers);
  if (
    callers.some(({ workload }) => isPooler(workload)) ||
    root.platform.chartsCalled('pgbouncer').length > 0
  )
    return;
  const members = server.workload.replicas ?? 1;
  const need = needOf({ applications, callers, room: roomOf(server, root), members }, context);
  if (need !== undefined) yield proposed(server, { applications, callers, ...need }, context);
}

function proposed(
  server: Server,
  {
    applications,
    callers,
    known,
  }: Need & { readonly applications: readonly Caller[]; readonly callers: readonly Caller[] },
  { root, options, configured }: Context,
): Proposal<Message> {
  const { workload, container } = server;
  const data = { server: describeWorkload(workload), callers: listed(applications, root), pooler: '' };
  const at = { on: workload.key, path: [] };
  const finding = { message: 'direct', data, at, changes: [], evidence: [] } as const;
  if (known !== undefined) return { ...finding, known };
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
    waysOf(server, plannedEnd(server, labels, root), root),
    goingThrough(applications, callers, options),
    root,
  );
  if (ways === undefined)
    return { ...finding, known: `network policies would keep a pooler from it: ${ALIKE}` };
  return {
    ...finding,
    message: 'pool',
    data: { ...data, pooler: server.target.pooler },
    changes: [...poolerFor(server, root, { login, sizes, labels, options: { ...options, image } }), ...ways],
    evidence: [stated, ...evidenceOf(applications)],
    doubts: [
      ...whoStays(applications, options, root),
      login.name === undefined
        ? 'it lets in the user of the server alone: nothing here says its name, by which it would ask for others'
        : `it has the login of ${login.name}, by which it asks the server for what others log in with`,
      sizes.taken,
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

/** As long as there are none: pods as they are planned. */
function plannedEnd({ workload }: Server, labels: Readonly<Record<string, string>>, root: Root): End {
  const pod = {
    namespace: inside(root.platform.namespaceOf(workload)),
    labels: { ...givenLabels(workload), ...labels },
    ports: [{ name: NAME, port: PORT, protocol: 'TCP' as const }],
  };
  return { pod, labels: isShared(labels, workload, root) ? undefined : labels };
}

function waysOf({ workload, service }: Server, pooler: End, root: Root): Ways {
  return { server: endOf(workload, root), pooler, beside: workload, called: service };
}

function* keptFrom(server: Server, root: Root): Generator<Proposal<Message>> {
  const { target, workload } = server;
  const pooler = poolerOf(target, root);
  if (pooler === undefined) return;
  yield* keptOut(waysOf(server, pooler, root), target, describeWorkload(workload), root);
}
