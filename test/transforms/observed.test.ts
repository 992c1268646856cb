/** What tools have seen of a container, as evidence and as doubt. */
import {
  NOTHING_OBSERVED,
  type Observed,
  type Profile,
  type SeenContainer,
  type SeenUser,
  type Usage,
} from '../../src/transform.ts';
import resources from '../../transforms/resources/index.ts';
import securityContext from '../../transforms/security-context/index.ts';
import writablePaths from '../../transforms/writable-paths/index.ts';
import { changesOf, only, propose, rootOf, type Setting, workload } from './root.ts';

const POD = 'spec.template.spec';
const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;
const SAID = { at: 'kustomend.evidence.yaml:4', date: '2026-01-01', isOld: false };
const RUNNING = { ...SAID, image: 'app:1', digest: DIGEST };

const USAGE: Usage = {
  ...SAID,
  source: 'krr',
  method: 'CPU at percentile 95',
  days: 14,
  caveat: undefined,
  requests: { cpu: '120m', memory: '300Mi' },
  limits: { memory: '345Mi' },
};
const USER: SeenUser = { ...RUNNING, source: 'kubectl get pods', uid: 1000, gid: 2000 };
const PROFILE: Profile = {
  ...RUNNING,
  source: 'kubescape',
  isWhole: true,
  isTried: false,
  writes: ['/srv/cache', '/tmp'],
  content: [],
  unplaced: [],
  capabilities: [],
};

function seen(container: SeenContainer, key = 'shop/Deployment/web/a'): Observed {
  return { ...NOTHING_OBSERVED, containers: new Map([[key, container]]) };
}

const pod = (container = 'image: "app:1"') => `containers: [{name: a, ${container}}]`;

function rootWith(observed: Observed, setting: Setting = {}, text = pod()) {
  const repository = { ...setting.repository, observed };
  return rootOf(workload(text), { ...setting, repository });
}

describe('numbers that were measured', () => {
  const of = (usage: Partial<Usage>, key?: string, setting?: Setting) =>
    propose(resources, rootWith(seen({ usage: { ...USAGE, ...usage } }, key), setting));

  test('are safe, with the percentile, the time and the tool that say so', () => {
    const proposals = of({});
    const requests = only(proposals, 'requests');
    expect(requests?.safety).toBe('safe');
    expect(changesOf(requests)).toEqual([
      `${POD}.containers.a.resources.requests.cpu = "120m"`,
      `${POD}.containers.a.resources.requests.memory = "300Mi"`,
    ]);
    expect(requests?.evidence).toEqual([
      {
        kind: 'usage',
        at: 'kustomend.evidence.yaml:4',
        says: 'krr measured it over 14 days (CPU at percentile 95; 2026-01-01)',
      },
    ]);
    const limit = only(proposals, 'memory-limit');
    expect([limit?.safety, ...changesOf(limit)]).toEqual([
      'safe',
      `${POD}.containers.a.resources.limits.memory = "345Mi"`,
    ]);
  });

  test.each([
    ['old', { isOld: true, date: '2025-01-01' }, 'what krr says is of 2025-01-01'],
    ['of nobody knows how long', { days: undefined }, 'for how long it was measured is not known'],
    ['of a few days', { days: 2 }, 'it was measured for 2 days only'],
    [
      'doubted by the tool',
      { caveat: 'memory: OOMKill detected' },
      'krr says of it: memory: OOMKill detected',
    ],
  ])('are a guess where they are %s, and a better one than ours', (_, usage, doubt) => {
    const requests = only(of(usage), 'requests');
    expect(requests?.safety).toBe('unsafe');
    expect(changesOf(requests)).toContain(`${POD}.containers.a.resources.requests.memory = "300Mi"`);
    expect(requests?.doubts?.join()).toContain(doubt);
  });

  test('need a look where a quota has no room for them: a limit is the request too', () => {
    const quota =
      'apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q, namespace: shop}\nspec: {hard: {requests.memory: 100Mi}}\n---\n';
    const repository = { observed: seen({ usage: USAGE }) };
    const proposals = propose(resources, rootOf(quota + workload(pod()), { repository }));
    for (const message of ['requests', 'memory-limit'])
      expect(only(proposals, message)?.doubts?.join()).toContain('ResourceQuota q has no room for');
  });

  test('of nothing are no request: a program that idles gets what the API takes', () => {
    expect(changesOf(only(of({ requests: { cpu: '2m', memory: '1Mi' } }), 'requests'))).toEqual([
      `${POD}.containers.a.resources.requests.cpu = "10m"`,
      `${POD}.containers.a.resources.requests.memory = "16Mi"`,
    ]);
  });

  test.each([
    ['of another namespace', 'other/Deployment/web/a'],
    ['of another kind', 'shop/StatefulSet/web/a'],
    ['of another container', 'shop/Deployment/web/b'],
    ['of another environment', 'staging:shop/Deployment/web/a'],
  ])('%s say nothing', (_, key) => {
    const setting: Setting = { environment: { name: 'production', tier: 'production' } };
    expect(only(of({}, key, setting), 'requests')?.safety).toBe('unsafe');
    expect(changesOf(only(of({}, key, setting), 'requests')).join()).not.toContain('120m');
  });

  test.each(['live', 'production'])('of this environment are those of its name or tier: %s', name => {
    const setting: Setting = { environment: { name: 'live', tier: 'production' } };
    expect(only(of({}, `${name}:shop/Deployment/web/a`, setting), 'requests')?.safety).toBe('safe');
  });

  test('the word of the configuration stands above them', () => {
    const root = rootWith(seen({ usage: USAGE }));
    const requests = only(propose(resources, root, { cpuRequest: '50m', memoryRequest: '64Mi' }), 'requests');
    expect(changesOf(requests).join()).not.toContain('120m');
  });

  test('a limit is not below the heap that the program is told to take', () => {
    const text = pod('image: "app:1", command: [java, -Xms1g, -Xmx1g, -jar, a.jar]');
    const root = rootWith(seen({ usage: USAGE }), {}, text);
    expect(changesOf(only(propose(resources, root), 'memory-limit')).join()).not.toContain('345Mi');
  });
});

describe('the user that a container was seen to have', () => {
  const of = (user: Partial<SeenUser>, setting: Setting = {}, text = pod()) =>
    propose(securityContext, rootWith(seen({ user: { ...USER, ...user } }), setting, text));

  test('is written down: nothing that runs changes', () => {
    const proposal = only(of({}), 'non-root');
    expect(proposal?.safety).toBe('safe');
    expect(changesOf(proposal)).toEqual([
      `${POD}.securityContext.runAsNonRoot = true`,
      `${POD}.securityContext.runAsUser = 1000`,
      `${POD}.securityContext.runAsGroup = 2000`,
    ]);
    expect(proposal?.evidence[0]).toMatchObject({ kind: 'observed', at: 'kustomend.evidence.yaml:4' });
  });

  test.each([
    ['another version ran', { image: 'app:0.9' }],
    ['it is old', { isOld: true }],
  ])('needs a look where %s', (_, user) => {
    const proposal = only(of(user), 'non-root');
    expect(proposal?.safety).toBe('unsafe');
    expect(changesOf(proposal)).toContain(`${POD}.securityContext.runAsUser = 1000`);
  });

  test('is that of the very bits, where the manifest has a digest', () => {
    const pinned = pod(`image: "app:1@${DIGEST}"`);
    expect(only(of({}, {}, pinned), 'non-root')?.safety).toBe('safe');
    expect(only(of({ digest: OTHER }, {}, pinned), 'non-root')?.safety).toBe('unsafe');
  });

  test('is doubted where the lock file knows that the tag stands for something else', () => {
    const lock = new Map([['docker.io/library/app:1', { digest: OTHER, at: 'kustomend.lock.yaml:3' }]]);
    expect(only(of({}, { repository: { lock } }), 'non-root')?.safety).toBe('unsafe');
  });

  test('a tag that moves is another image tomorrow', () => {
    const text = pod('image: app');
    expect(only(of({ image: 'app' }, {}, text), 'non-root')?.safety).toBe('unsafe');
  });
});

describe('where a container was seen to write', () => {
  const of = (profile: Partial<Profile>, setting: Setting = {}, text = pod()) =>
    propose(writablePaths, rootWith(seen({ profile: { ...PROFILE, ...profile } }), setting, text));

  test('are volumes beside a read-only root', () => {
    const [proposal, ...others] = of({});
    expect(others).toEqual([]);
    expect(proposal?.safety).toBe('safe');
    expect(changesOf(proposal)).toEqual([
      `${POD}.containers.a.securityContext.readOnlyRootFilesystem = true`,
      `${POD}.containers.a.volumeMounts./srv/cache = {"name":"srv-cache","mountPath":"/srv/cache"}`,
      `${POD}.volumes.srv-cache = {"name":"srv-cache","emptyDir":{}}`,
      `${POD}.containers.a.volumeMounts./tmp = {"name":"tmp","mountPath":"/tmp"}`,
      `${POD}.volumes.tmp = {"name":"tmp","emptyDir":{}}`,
    ]);
  });

  test.each([
    ['did not see it start', { isWhole: false }, 'kubescape did not see it start'],
    ['saw it make folders', { unplaced: ['mkdirat'] }, 'it calls mkdirat'],
    ['has no system calls', { unplaced: undefined }, 'whether it makes folders or renames files'],
    ['is of another image', { image: 'app:2' }, 'kubescape saw image app:2'],
    ['is old', { isOld: true }, 'what kubescape says is of 2026-01-01'],
    [
      'shows a folder that may have files',
      { writes: ['/opt/x'] },
      'may have files in /opt/x that it did not read',
    ],
  ])('needs a look where the recording %s', (_, profile, doubt) => {
    const [proposal] = of(profile);
    expect(proposal?.safety).toBe('unsafe');
    expect(proposal?.doubts?.join()).toContain(doubt);
  });

  test('are all that it needs where it has run so', () => {
    expect(of({ isTried: true, writes: ['/opt/x'], unplaced: undefined })[0]?.safety).toBe('safe');
  });

  test('is asked about where the image has files of its own', () => {
    const [proposal] = of({ writes: ['/app'], content: ['/app'] });
    expect(proposal).toMatchObject({ message: 'hidden-content', changes: [], data: { paths: '/app' } });
    expect(of({ writes: ['/tmp'], content: ['/tmp'] })[0]?.safety).toBe('safe');
    expect(of({ writes: ['/etc'] })[0]).toMatchObject({ message: 'hidden-content', changes: [] });
  });

  test('the list of the configuration stands above it', () => {
    const [proposal] = of({}, { images: { app: { writes: ['/var/app'] } } });
    expect(changesOf(proposal).join()).not.toContain('/srv/cache');
  });
});

describe('the capabilities that a container was seen to use', () => {
  const of = (profile: Partial<Profile>, text = pod()) =>
    only(
      propose(securityContext, rootWith(seen({ profile: { ...PROFILE, ...profile } }), {}, text)),
      'capabilities',
    );

  test('are those that it keeps; what it could not have it does not get', () => {
    const proposal = of({ capabilities: ['CHOWN', 'SETUID', 'SYS_ADMIN'] });
    expect(proposal?.safety).toBe('safe');
    expect(changesOf(proposal)).toEqual([
      `${POD}.containers.a.securityContext.capabilities.drop = ["ALL"]`,
      `${POD}.containers.a.securityContext.capabilities.add = ["CHOWN","SETUID"]`,
    ]);
  });

  test('without root are none but that of its file', () => {
    const text = pod('image: "app:1", securityContext: {runAsUser: 5, runAsNonRoot: true}');
    const proposal = of({ capabilities: ['CHOWN', 'NET_BIND_SERVICE'] }, text);
    expect(changesOf(proposal)).toContain(
      `${POD}.containers.a.securityContext.capabilities.add = ["NET_BIND_SERVICE"]`,
    );
    expect(proposal?.safety).toBe('safe');
  });

  test('need a look where its start is missing, and say nothing where nobody looked for them', () => {
    expect(of({ isWhole: false })?.safety).toBe('unsafe');
    expect(of({ capabilities: undefined })).toBeUndefined();
  });
});
