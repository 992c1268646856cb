/**
 * The example platform after a run with --unsafe: what the remediations are for holds in staging and production.
 * The rules are written down here once more, from the documentation, so that no transform checks itself.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockOf } from '../../src/cli/session/lock.ts';
import { memoryFiles } from '../../src/kustomize/files/files.ts';
import type { Json } from '../../src/kustomize/tree/node.ts';
import { applied, configOf, planOf, type Repo, render } from '../harness/repo.ts';
import { filesBelow } from '../kustomize/corpus.ts';
import { cores, demandOf, megabytes } from './demand.ts';
import { type Manifest, type Pod, podsOf, type Spec } from './pods.ts';
import { violationsOf } from './restricted.ts';

const FOLDER = join(import.meta.dirname, '../../examples/cptm8');
const repo: Repo = Object.fromEntries(
  filesBelow(FOLDER).map(path => [path, readFileSync(join(FOLDER, path), 'utf8')]),
);
const lock = lockOf(memoryFiles(repo), configOf(repo));
const fixed = applied(repo, planOf(repo, { lock, selection: { unsafe: true } }));

const NODE_SETTING =
  'C5: `privileged` is never removed automatically, and while it stands no other restriction holds';
const LOG_AGENT = 'C4: log agents on host paths need root or DAC_READ_SEARCH, they get the safe half only';

const COOKIE =
  'C4: only root can give its new volume away, and a group that owns it opens the Erlang cookie: which group is asked';

/** What Pod Security restricted would refuse, and why the catalogue lets it be. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'Deployment/naabum8 naabum8: adds NET_RAW': 'C4: needed `add`s are kept; the configuration states this one',
  'Deployment/naabum8 naabum8: privilege escalation':
    'the file of naabu has NET_RAW, and no_new_privs would take it away',
  'Deployment/naabum8 wait-for-rabbitmq: non-root':
    'nothing invented: nobody has said which user the retired image k8s.gcr.io/busybox may run as, a question is asked',
  'StatefulSet/rabbitmq rabbitmq: non-root': COOKIE,
  'StatefulSet/rabbitmq rabbitmq: adds CHOWN, DAC_OVERRIDE, SETGID, SETUID': COOKIE,
  'StatefulSet/opensearch sysctl: privileged': NODE_SETTING,
  'StatefulSet/opensearch sysctl: privilege escalation': `${NODE_SETTING} (refused beside it)`,
  'StatefulSet/opensearch sysctl: drop ALL': NODE_SETTING,
  'StatefulSet/opensearch sysctl: non-root': NODE_SETTING,
  'DaemonSet/vector volume type hostPath': 'C5: reported; what it reads lies there',
  'DaemonSet/vector vector: privilege escalation': LOG_AGENT,
  'DaemonSet/vector vector: drop ALL': LOG_AGENT,
  'DaemonSet/vector vector: non-root': LOG_AGENT,
  'DaemonSet/vector vector: UID 0': LOG_AGENT,
};

test('every exception of these rules is still needed', () => {
  const found = ['overlays/staging', 'overlays/production'].flatMap(root =>
    podsOf(render(fixed, root) as readonly Json[] as readonly Manifest[]).flatMap(pod =>
      violationsOf(pod).map(rule => `${pod.owner} ${rule}`),
    ),
  );
  expect(Object.keys(EXCEPTIONS).filter(each => !found.includes(each))).toEqual([]);
});

describe.each(['overlays/staging', 'overlays/production'])('%s', root => {
  const objects = render(fixed, root) as readonly Json[] as readonly Manifest[];
  const pods = podsOf(objects);
  const ofKind = (kind: string) => objects.filter(each => each.kind === kind);

  test('renders workloads', () => {
    expect(pods.length).toBeGreaterThan(8);
  });

  test('keeps to Pod Security restricted, but for what the catalogue lets be', () => {
    const found = pods.flatMap(pod => violationsOf(pod).map(rule => `${pod.owner} ${rule}`));
    expect(found.filter(each => !(each in EXCEPTIONS))).toEqual([]);
  });

  test('has room in its quota for everything that is rendered', () => {
    const [quota] = ofKind('ResourceQuota');
    const hard = quota!.spec.hard as Readonly<Record<string, string>>;
    const demand = demandOf(objects);
    expect(Object.keys(hard).sort()).toEqual(Object.keys(demand).sort());
    for (const [name, needed] of Object.entries(demand)) {
      const read = name.endsWith('memory') ? megabytes : cores;
      expect({ name, fits: read(hard[name]!) >= needed, needed, hard: hard[name] }).toMatchObject({
        fits: true,
      });
    }
  });

  test('has a LimitRange that lets every container through', () => {
    const [range, ...others] = ofKind('LimitRange');
    expect(others).toEqual([]);
    const [item] = (range?.spec?.limits ?? []) as Readonly<
      Record<string, Readonly<Record<string, string>>>
    >[];
    const refused = pods.flatMap(pod => pod.containers.flatMap(each => refusals(pod, each, item!)));
    expect(refused).toEqual([]);
  });

  test('probes only ports that the container declares', () => {
    const wrong = pods.flatMap(pod => pod.containers.flatMap(each => strayProbes(pod, each)));
    expect(wrong).toEqual([]);
  });
});

/** As the admission plugin: defaults first, then min <= request <= limit <= max. */
function refusals(
  pod: Pod,
  container: Spec,
  item: Readonly<Record<string, Readonly<Record<string, string>>>>,
): string[] {
  return ['cpu', 'memory'].flatMap(resource => {
    const read = resource === 'cpu' ? cores : megabytes;
    const max = item.max?.[resource];
    const limited = container.resources?.limits?.[resource] ?? item.default?.[resource] ?? max;
    const limit = limited === undefined ? Number.POSITIVE_INFINITY : read(limited);
    const written = container.resources?.requests?.[resource] ?? container.resources?.limits?.[resource];
    const request = read(written ?? item.defaultRequest![resource]!);
    const fits =
      read(item.min![resource]!) <= request && request <= limit && (max === undefined || limit <= read(max));
    return fits ? [] : [`${pod.owner} ${container.name} ${resource} ${request} ${limit}`];
  });
}

function strayProbes(pod: Pod, container: Spec): string[] {
  const declared = (container.ports ?? []).flatMap(({ name, containerPort }) => [name, containerPort]);
  return [container.livenessProbe, container.readinessProbe, container.startupProbe].flatMap(probe => {
    const port = (probe?.httpGet ?? probe?.tcpSocket ?? probe?.grpc)?.port;
    return port === undefined || declared.includes(port) ? [] : [`${pod.owner} ${container.name} ${port}`];
  });
}
