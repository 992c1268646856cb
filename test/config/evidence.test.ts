import { evidencePath, readObserved, readRecords, withRecords } from '../../src/config/evidence.ts';
import { type ConfigProblem, printProblem } from '../../src/config/problems.ts';
import { memoryFiles } from '../../src/kustomize/files/files.ts';

const FILE = 'kustomend.evidence.yaml';
const DIGEST = `sha256:${'a'.repeat(64)}`;
const TODAY = '2026-06-01';

const TEXT = `version: 1
images:
  docker.io/shop/web:1.4:
    source: docker inspect
    date: "2026-05-01"
    digests: [${DIGEST}]
    config: {user: "1000"}
containers:
  shop/Deployment/web/app:
    usage:
      source: krr
      date: "2026-01-01"
      method: CPU at percentile 95
      requests: {cpu: 120m}
`;

const config = (evidence?: { maxAge?: number }) => ({
  path: undefined,
  config: evidence ? { evidence } : {},
});

function observed(text: string, evidence?: { maxAge?: number }) {
  const read = readObserved(memoryFiles({ [FILE]: text }), config(evidence), TODAY);
  if ('problems' in read) throw new Error(read.problems.map(printProblem).join('\n'));
  return read;
}

test('what was seen has its place, and is old after 90 days unless the configuration says otherwise', () => {
  const { images, containers } = observed(TEXT);
  expect(images.get('docker.io/shop/web:1.4')).toMatchObject({
    at: `${FILE}:3`,
    isOld: false,
    config: { user: '1000', ports: [] },
  });
  expect(containers.get('shop/Deployment/web/app')?.usage).toMatchObject({
    at: `${FILE}:10`,
    isOld: true,
    requests: { cpu: '120m' },
    limits: {},
  });
  expect(observed(TEXT, { maxAge: 365 }).containers.get('shop/Deployment/web/app')?.usage?.isOld).toBe(false);
});

test('a day that is none, or is to come, is no reason for doubt or belief by mistake', () => {
  expect(
    observed(TEXT.replace('2026-01-01', '2026-13-45')).containers.get('shop/Deployment/web/app')?.usage
      ?.isOld,
  ).toBe(true);
});

test('it lies beside the configuration', () => {
  expect(evidencePath({ path: 'deploy/kustomend.yaml' })).toBe(`deploy/${FILE}`);
  expect(evidencePath({ path: undefined })).toBe(FILE);
});

test.each([
  [
    'an unknown key',
    TEXT.replace('method', 'metod'),
    `${FILE}:13:7: unknown key "metod", did you mean "method"?`,
  ],
  ['no container', TEXT.replace('shop/Deployment/web/app', 'shop/web'), `${FILE}:9:3`],
  ['no amount', TEXT.replace('120m', 'much'), 'expected a quantity such as 120m or 256Mi, found "much"'],
  ['no digest', TEXT.replace(DIGEST, 'sha256:1'), 'expected sha256:... with 64 hexadecimal digits'],
])('%s is an error with its place', (_, text, message) => {
  const read = readRecords(memoryFiles({ [FILE]: text }), config()) as { problems: readonly ConfigProblem[] };
  expect(read.problems.map(printProblem).join('\n')).toContain(message);
});

test('entries are sorted, the lines of others stay, and one can be taken out', () => {
  const usage = { source: 'krr', date: '2026-05-01', method: 'x', requests: { cpu: '1m' } };
  const added = withRecords(`# ours\n${TEXT}`, {
    images: new Map(),
    containers: new Map([['shop/Deployment/api/app', { usage }]]),
  });
  expect(
    added.startsWith(`# ours\n${TEXT.slice(0, TEXT.indexOf('  shop/'))}  shop/Deployment/api/app:\n`),
  ).toBe(true);
  expect(added.endsWith(TEXT.slice(TEXT.indexOf('  shop/')))).toBe(true);
  const gone = withRecords(added, {
    images: new Map(),
    containers: new Map([['shop/Deployment/web/app', null]]),
  });
  expect(gone).not.toContain('Deployment/web/app');
  expect(readRecords(memoryFiles({ [FILE]: gone }), config())).not.toHaveProperty('problems');
});
