import { readFileSync } from 'node:fs';
import { filesBelow } from '../kustomize/corpus.ts';
import { planOf, type Repo } from '../harness/repo.ts';
const top = new URL('../../examples/cptm8/', import.meta.url).pathname;
test('x', () => {
  const repo: Repo = Object.fromEntries(filesBelow(top).map(p => [p, readFileSync(top + p, 'utf8')]));
  const safe = planOf(repo, { selection: { only: ['pod-disruption-budget', 'writable-paths', 'security-context', 'service-account-token'] } });
  console.log(safe.fixes.filter(f => /naabum8|reporting|postgres/.test(f.subject.name) && !/seccomp/.test(f.subject.field)).map(f => [f.status, f.transform, f.subject.kind, f.subject.name, f.subject.field, f.roots.join(), f.message, f.reason, f.round].join(' ; ')).join('\n'));
});
