/** What a suite looks at must have been built: said once, and not by every test in words of its own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** @throws Error that says how to build what is missing */
export function needBuilt(project: string, ...paths: readonly string[]): void {
  const missing = paths.filter(path => !existsSync(join(project, path)));
  if (missing.length > 0) throw new Error(`run \`npm run build\` first: no ${missing.join(', no ')}`);
}
