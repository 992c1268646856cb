/** A program that a Dockerfile makes setuid is there to gain privileges, whoever the image runs as. */

import { planOf } from '../../harness/repo.ts';

const repo = (script: string) => ({
  Dockerfile: `FROM debian:12\nRUN ${script}\nUSER 1001\n`,
  Makefile: 'build:\n\tdocker build -t registry.example.com/reports:1 .\n',
  'kustomization.yaml': 'namespace: shop\nresources: [reports.yaml]\n',
  'reports.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: reports}
spec:
  selector: {matchLabels: {app: reports}}
  template:
    metadata: {labels: {app: reports}}
    spec:
      containers:
        - name: reports
          image: registry.example.com/reports:1
`,
});

const said = (script: string) =>
  planOf(repo(script), { selection: { unsafe: true, only: ['security-context'] } })
    .fixes.filter(({ message }) => /privileges|capabilities/.test(message))
    .map(({ status, reason }) => [status, reason]);

test('neither that nor its capabilities are taken from it', () => {
  const why = 'its Dockerfile makes /usr/sbin/cron setuid (Dockerfile:2), which is there to gain privileges';
  expect(said('chmod gu+s /usr/sbin/cron')).toEqual([
    ['reported', why],
    ['reported', why],
  ]);
});

test.each([
  'RUN chmod 04755 /srv/mount',
  'RUN chmod u=rwxs,go=rx /srv/mount',
  'COPY --chmod=4755 mount /srv/mount',
])('however it is made so: %s', line => {
  const texts = { ...repo('true'), Dockerfile: `FROM debian:12\n${line}\nUSER 1001\n` };
  const fixes = planOf(texts, { selection: { unsafe: true, only: ['security-context'] } }).fixes;
  expect(fixes.map(({ reason }) => reason)).toContain(
    'its Dockerfile makes /srv/mount setuid (Dockerfile:2), which is there to gain privileges',
  );
});

test('another mode says nothing of it', () => {
  expect(said('chmod 2775 /srv/reports').map(([status]) => status)).not.toContain('reported');
});
