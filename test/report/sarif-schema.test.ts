/** What is written as SARIF is valid by the published schema, for a repository with findings of all kinds. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toBeValidSarifLog } from '@microsoft/jest-sarif';
import { commitAll, kustomend, newRepo } from '../cli/cli.ts';

expect.extend({ toBeValidSarifLog });

declare module 'expect' {
  interface Matchers<R> {
    toBeValidSarifLog(): R;
  }
}

const EVERYTHING = ['--unsafe', '--preset', 'complete', '--exit-zero'];

test('a scan and a plan with everything on are valid SARIF', () => {
  const root = newRepo({}, { git: false });
  cpSync(join(import.meta.dirname, '../../examples/cptm8'), root, { recursive: true });
  commitAll(root);
  for (const command of [['scan'], []]) {
    expect(kustomend(root, [...command, ...EVERYTHING, '--format', 'sarif=out.sarif']).code).toBe(0);
    const log = JSON.parse(readFileSync(join(root, 'out.sarif'), 'utf8'));
    const { results } = log.runs[0];
    expect(results.length).toBeGreaterThan(100);
    expect(log).toBeValidSarifLog();
    expect({
      ...log,
      runs: [{ ...log.runs[0], results: [{ ...results[0], level: 'severe' }] }],
    }).not.toBeValidSarifLog();
  }
});
