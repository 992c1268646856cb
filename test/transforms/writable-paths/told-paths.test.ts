/** Commands of plain tools that show where they write. */

import { toldPaths } from '../../../transforms/writable-paths/told-paths.ts';
import { rootOf, workload } from '../root.ts';

const KEYS = 'env: [{name: AWS_ACCESS_KEY_ID, value: x}]';
const found = (script: string, more = KEYS, shape = { kind: 'Job', apiVersion: 'batch/v1' }) => {
  const container = `{name: a, image: "x:1", command: [sh, -c, ${JSON.stringify(script)}], volumeMounts: [{name: v, mountPath: /data}, {name: r, mountPath: /ro, readOnly: true}], ${more}}`;
  const pod = `restartPolicy: Never\ncontainers: [${container}]\nvolumes: [{name: v, emptyDir: {}}, {name: r, emptyDir: {}}]`;
  return toldPaths(rootOf(workload(pod, shape)).workloads[0]!.containers[0]!)?.paths;
};

test.each([
  ['cp -a /var/www/html/. /data/', []],
  ['echo "a -> b" > /dev/null 2>&1; date >> /data/log', []],
  ['mkdir -p /data/a && touch /data/a/b', []],
  ['cp /ro/a /tmp/a', ['/tmp']],
  [`DIR=/tmp/x\nmkdir -p "\${DIR}/y"`, ['/tmp']],
  ['pg_dump "$URL" --no-owner -Fc | gzip | aws s3 cp - "s3://$B/x.gz" --sse AES256', []],
  [`TO="s3://\${B}/x"\npg_dump "$URL" | gzip > /data/x.gz && aws s3 cp /data/x.gz "\${TO}"`, []],
  ['aws s3 cp s3://b/x /tmp/x', ['/tmp']],
  ['curl -fsS -o /dev/null http://web/', []],
])('%j writes what it is told', (script, paths) => expect(found(script)).toEqual(paths));

test.each([
  'cp /ro/a /etc/a',
  'cp a b',
  'cp /data/a /ro/a',
  'cp /data/a "$TO"',
  'cp /data/a /data/../etc/a',
  'TO=/data\nTO=/etc\ncp /data/a $TO/a',
  'echo a > $FILE',
  'cat <<EOF\nx\nEOF',
  'sed -i s/a/b/ /data/a',
  'awk \'{print > "x"}\' /data/a',
  'gzip /data/x',
  'pg_dump -f x.sql',
  'curl -O http://web/x',
  'aws s3 cp s3://b/x x',
  'aws s3 cp --quiet s3://b/x x',
  'aws s3 sync s3://b /data',
  'aws s3api get-object --bucket b --key k x',
  'aws s3 cp "s3://$(date)/x" y',
  'node server.js',
  '/scripts/run.sh',
])('%j may write elsewhere', script => expect(found(script)).toBeUndefined());

test('who works in it, and what runs in it besides, is in no command', () => {
  expect(found('sleep 1', '', {} as never)).toBeUndefined();
  expect(found('sleep 1', 'livenessProbe: {exec: {command: [a]}}')).toBeUndefined();
  expect(found('sleep 1', 'lifecycle: {preStop: {exec: {command: [a]}}}')).toBeUndefined();
  // Of a role it keeps what it is given in its home.
  expect(found('aws s3 ls s3://b', '')).toBeUndefined();
});
